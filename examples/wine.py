"""A program of one's own for the task wine: a logistic regression."""
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

train, test = pd.read_csv("input/train.csv"), pd.read_csv("input/test.csv")
x, y = train.drop(columns=["id", "cultivar"]), train.cultivar
model = make_pipeline(StandardScaler(), LogisticRegression())
scores = -cross_val_score(model, x, y, scoring="neg_log_loss")
for score in scores:
    print("fold:", score)
print("metric:", scores.mean())
answer = pd.DataFrame(model.fit(x, y).predict_proba(test.drop(columns="id")),
                      columns=model.classes_)
answer.insert(0, "id", test.id)
answer.to_csv("submission.csv", index=False)
