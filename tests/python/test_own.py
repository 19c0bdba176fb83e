"""Programs of which only model() and features() are somebody's own."""
import unittest

from base import TaskCase

MODEL = """
from sklearn.linear_model import LogisticRegression
def model():
    return LogisticRegression(C=10)
"""
FEATURES = """
def features(train, test):
    for table in (train, test):
        table["red"] = (table["w"] == "red") * 1.0
        table["both"] = table["red"] + table["a"]
    return train[["both", "w"]], test[["both", "w"]]
"""


class Own(TaskCase):
    def run_own(self, task, code, features="None"):
        """What such a program prints; self.status is its exit status."""
        return self.run_code(
            f"from hcc_recipes import run_own\n{code}\n"
            f"run_own({task!r}, globals().get('model'), {features})", 100)

    def test_a_model_alone_gets_numbers_without_gaps(self):
        task, truth = self.table_task("accuracy", 120)
        text = self.run_own(task, MODEL)
        self.assertEqual(self.status, 0, text)
        self.assertRegex(text, r"(?m)^(fold: .*\n){5}metric: (0\.[89]|1)")
        self.assertEqual(len(self.answers()), len(truth))

    def test_features_are_its_own_words_become_codes(self):
        task, truth = self.table_task("accuracy", 120)
        text = self.run_own(task, MODEL + FEATURES, "features")
        self.assertEqual(self.status, 0, text)
        right = sum(a == str(b) for a, b in zip(self.answers(), truth))
        self.assertGreater(right, 36)

    def test_features_alone_get_the_usual_model(self):
        task, _ = self.table_task("accuracy", 120)
        text = self.run_own(task, FEATURES, "features")
        self.assertEqual(self.status, 0, text)
        self.assertRegex(text, r"metric: (0\.[6-9]|1)")

    def test_a_model_may_stand_for_itself(self):
        task, _ = self.table_task("accuracy", 120)
        text = self.run_own(task, MODEL + "\nmodel = model()")
        self.assertEqual(self.status, 0, text)

    def test_a_pipeline_gets_columns_by_their_names(self):
        task, _ = self.table_task("rmse", 120, classes=0)
        text = self.run_own(task, """
from sklearn.compose import make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
def model():
    return make_pipeline(make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore"), ["w"]),
        remainder="passthrough"), Ridge(0.1))
def features(train, test):
    return train[["a", "w"]], test[["a", "w"]]
""", "features")
        self.assertEqual(self.status, 0, text)
        self.assertRegex(text, r"metric: 0\.0")

    def test_texts_go_to_a_vectorizer(self):
        rows = [(i, ("good", "bad")[i % 2] + f" thing {i}", "gb"[i % 2])
                for i in range(60)]
        self.rows("train.csv", "id,text,y", rows[:40])
        self.rows("test.csv", "id,text", [row[:2] for row in rows[40:]])
        self.rows("sample_submission.csv", "id,y",
                  [(row[0], "g") for row in rows[40:]])
        text = self.run_own({"metric": "accuracy", "text": ["text"]}, """
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
def model():
    return make_pipeline(TfidfVectorizer(), LinearSVC())
def features(train, test):
    return train["text"], test["text"]
""", "features")
        self.assertEqual(self.status, 0, text)
        self.assertEqual(self.answers(), [row[2] for row in rows[40:]])

    def test_the_target_is_not_among_the_features(self):
        task, _ = self.table_task("accuracy")
        text = self.run_own(task, MODEL + """
def features(train, test):
    print("has", *train.columns)
    return train[["a"]], test[["a"]]
""", "features")
        self.assertRegex(text, "has id a b w\n")

    def test_what_cannot_work_is_named(self):
        task, _ = self.table_task("accuracy")
        for code, why in (
                ("def features(a, b):\n    return a.dropna()[:3], b",
                 r"must keep all rows in their order: \[3, 20\]"),
                ("def features(a, b):\n    return a",
                 "must return two tables")):
            text = self.run_own(task, MODEL + code, "features")
            self.assertNotEqual(self.status, 0)
            self.assertRegex(text, why)
        text = self.run_own(task, "from sklearn.linear_model import Ridge\n"
                            "def model():\n    return Ridge()")
        self.assertRegex(text, "Ridge, a regressor; the target wants a class")


if __name__ == "__main__":
    unittest.main()
