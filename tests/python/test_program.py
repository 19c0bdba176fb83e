"""Whole programs: what they print and hand in."""
import os
import re
import subprocess
import sys
import threading
import types
import unittest
import unittest.mock
from time import sleep

import numpy as np
import pandas as pd

from base import PACKAGES, TaskCase, quiet

from hcc_recipes import metrics
from hcc_recipes.task import negative_first

BOOSTING = {"model": "gradient_boosting", "rounds": 30, "folds": 3}
BLEND = {"model": "blend", "folds": 3, "members": [
    {"model": "linear", "C": [0.1, 1]}, {"model": "knn", "neighbors": 5}]}


def growth_model():
    """Histogram boosting as a base class; it is imported when it is used."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    return HistGradientBoostingClassifier


class Programs(TaskCase):
    def test_labels_are_the_samples_rows_in_their_order(self):
        task, truth = self.table_task("accuracy")
        text = self.run_here(task, BOOSTING)
        self.assertRegex(text, r"(?m)^metric: 0\.[89]|^metric: 1")
        right = sum(a == str(b) for a, b in zip(self.answers(), truth))
        self.assertGreater(right, 15)

    def sets_task(self, metric, n=150):
        """Each row has the labels of a and of w, as a set."""
        random = np.random.RandomState(2)
        a, w = random.rand(n).round(3), random.choice(["x", "y", "z"], n)
        truth = [" ".join(label for label, there in (
            ("high", v > 0.5), ("low", v < 0.6), ("ex", c == "x")) if there)
                 for v, c in zip(a, w)]
        rows = list(zip(range(n), a, w, truth))
        cut = 2 * n // 3
        self.rows("train.csv", "id,a,w,y", rows[:cut])
        self.rows("test.csv", "id,a,w", [row[:3] for row in rows[cut:]])
        self.rows("sample_submission.csv", "id,y",
                  [(row[0], "low") for row in rows[cut:]])
        return ({"metric": metric, "kind": "classes", "sets": True},
                truth[cut:])

    def test_rows_may_have_sets_of_labels(self):
        for metric in ("f1_samples", "jaccard_macro"):
            task, truth = self.sets_task(metric)
            text = self.run_here(task, {"model": "extra_trees", "folds": 3})
            claimed = float(re.findall("(?m)^metric: (.*)", text)[-1])
            sets = [[set(row.split()) for row in rows]
                    for rows in (truth, self.answers())]
            right = sum(a == b for a, b in zip(*sets))
            self.assertGreater(right, 0.6 * len(truth), metric)
            self.assertLess(abs(claimed - np.mean([
                2 * len(a & b) / (len(a) + len(b))
                for a, b in zip(*sets)])), 0.15, metric)

    def test_a_set_may_be_empty(self):
        for metric in ("f1_samples", "f1_micro"):
            task, truth = self.sets_task(metric)
            table = pd.read_csv("input/train.csv")
            table.y = table.y.str.replace("high ?", "", regex=True)
            table.to_csv("input/train.csv", index=False)
            truth = [row.replace("high", "").strip() for row in truth]
            self.run_here(task, {"model": "extra_trees", "folds": 3})
            right = [a == b for a, b in zip(truth, self.answers()) if not a]
            self.assertGreater(np.mean(right), 0.6, metric)
            self.assertGreater(len(right), 5)

    def test_labels_of_two_words_are_no_sets(self):
        task, truth = self.sets_task("f1_macro")
        self.run_here({**task, "sets": False},
                      {"model": "extra_trees", "folds": 3})
        self.assertLessEqual(set(self.answers()), set(truth))

    def test_blends_of_sets_are_of_their_chances(self):
        task, truth = self.sets_task("f1_samples")
        self.run_here(task, BLEND)
        self.assertIn("ex high", self.answers())

    def test_the_positive_label_is_that_of_hcc_grade(self):
        for labels in (("no", "Yes"), ("false", "TRUE"), ("unknown", "t"),
                       ("high", "low"), ("1", "2")):
            task, truth = self.table_task("average_precision")
            table = pd.read_csv("input/train.csv")
            table["y"] = [labels[y] for y in table.y]
            table.to_csv("input/train.csv", index=False)
            self.run_here(task, {"model": "knn", "folds": 3})
            answers = list(map(float, self.answers()))
            mean = [sum(a for a, y in zip(answers, truth) if y == c) /
                    sum(truth == c) for c in (0, 1)]
            self.assertGreater(mean[1], mean[0], labels)

    def test_one_is_the_positive_label_of_f1(self):
        find = metrics.find
        self.assertEqual(negative_first(["1", "2"], find("f1")), ["2", "1"])
        self.assertEqual(negative_first(["1", "2"], find("f1_macro")),
                         ["1", "2"])
        self.assertEqual(negative_first(["-1", "1"], find("jaccard")),
                         ["-1", "1"])

    def test_a_line_a_fold_stands_before_the_metric(self):
        task, _ = self.table_task("rmse", classes=0)
        lines = self.run_program(task, BOOSTING).splitlines()
        self.assertEqual([line.split(":")[0] for line in lines[-4:]],
                         ["fold", "fold", "fold", "metric"])

    def test_a_blend_is_mixed_from_its_members(self):
        task, _ = self.table_task("log_loss", classes=3)
        self.rows("sample_submission.csv", "id,0,1,2",
                  [(i, 0, 0, 0) for i in range(40, 60)])
        text = self.run_here({**task, "target": ["y"]}, BLEND)
        self.assertRegex(text, "climb weights: .*")
        for row in zip(*(self.answers(c) for c in "012")):
            self.assertAlmostEqual(sum(map(float, row)), 1, 6)

    def test_predictions_are_left_in_keep(self):
        task, _ = self.table_task("log_loss", classes=3)
        self.rows("sample_submission.csv", "id,0,1,2",
                  [(i, 0, 0, 0) for i in range(40, 60)])
        os.mkdir("keep")
        self.run_here({**task, "target": ["y"]}, BLEND)
        for name, rows in (("oof", 40), ("test", 20)):
            with open(f"keep/{name}.csv", encoding="utf-8") as file:
                lines = file.read().splitlines()
            self.assertRegex(lines[0], "^(row|id),0,1,2$")
            self.assertEqual(len(lines), rows + 1)

    def test_what_members_and_settings_are_worth_is_told(self):
        task, _ = self.table_task("accuracy", 240)
        text = self.run_here(task, {**BLEND, "mixers": ["mean"]})
        number = r"[-+][0-9.e-]+"
        self.assertRegex(text, rf"worth: linear with C \S+ instead of \S+: "
                         rf"loss {number} \({number} to {number}\) over 3")
        self.assertRegex(text, r"worth: (linear|knn) in the blend: accuracy ")

    def test_a_run_ends_in_time_when_a_library_does_not_return(self):
        task, _ = self.table_task("accuracy")
        # a library that hears no signal
        deaf = ("import signal, time\n"
                "class Deaf:\n"
                "    def fit(self, X, y):\n"
                "        signal.pthread_sigmask(signal.SIG_BLOCK,"
                " [signal.SIGALRM])\n"
                "        time.sleep(1000)\n"
                "from hcc_recipes import clock, main, models\n"
                "def fit_linear(*args):\n"
                "    yield Deaf().fit(0, 0)\n"
                "models.OWN['linear'] = fit_linear\n"
                "clock.start(25)\n"
                f"main.solve_task({task!r}, {{'model': 'linear',"
                " 'tolerant': True})\n")
        text = self.run_code(deaf, 200)
        self.assertEqual(self.status, 0, text)
        self.assertIn("out of time: the best so far", text)
        self.assertRegex(text, "(?m)^metric: ")
        self.assertEqual(len(self.answers()), 20)

    def test_a_run_that_ends_twice_at_once_leaves_its_predictions_once(self):
        from hcc_recipes import main
        solver = unittest.mock.Mock(trained=True)
        submission = unittest.mock.Mock(lock=threading.Lock())
        self.assertTrue(main.finished([solver], submission, (1, 2), False))
        other = threading.Thread(target=main.leave, daemon=True, args=(
            [solver], submission, (1, 2)))
        other.start()
        other.join(0.1)
        solver.keep.assert_called_once_with(1, 2)

    def test_boosting_that_is_out_of_time_answers_by_its_first_trees(self):
        from hcc_recipes.models import growth

        class Slow(growth_model()):
            def __getattribute__(self, name):
                if name == "_bin_mapper":
                    sleep(0.02)
                return super().__getattribute__(name)
        X = np.random.RandomState(0).rand(200, 2)
        model = growth.stopped(Slow(max_iter=10 ** 6, early_stopping=False),
                               X, X[:, 0] > 0.5, 2)
        self.assertGreater(model.n_iter_, 0)
        found = list(growth.boost(model, 10 ** 6, [X], 2, None))
        self.assertEqual(len(found), 7)
        self.assertGreater(((found[-1][0][:, 1] > 0.5)
                            == (X[:, 0] > 0.5)).mean(), 0.9)

    def test_rows_that_a_model_did_not_come_to_count_as_the_constant(self):
        from hcc_recipes import models
        from hcc_recipes.clock import OutOfTime
        from sklearn.tree import DecisionTreeClassifier
        task, _ = self.table_task("accuracy", 240)
        recipe = {"model": "knn", "folds": 5, "tolerant": True}
        claimed = []
        for last in (5, 1):
            done = []

            def fit_knn(member, X, y, queries, seed, width):
                if len(done) == last:
                    raise OutOfTime
                done.append(DecisionTreeClassifier().fit(X, y))
                yield [done[-1].predict_proba(Q) for Q in queries]
            with unittest.mock.patch.dict(models.OWN, knn=fit_knn):
                text = self.run_here(task, recipe)
            claimed.append(float(re.findall("knn: accuracy ([0-9.]+)",
                                            text)[0]))
        self.assertGreater(claimed[0], 0.8)
        self.assertLess(claimed[1], 0.7)

    def test_a_constant_answer_comes_first_and_stays_if_all_fails(self):
        task, _ = self.table_task("accuracy")
        self.run_here(task, {"model": "naive_bayes", "tolerant": True})
        text = self.run_here(task, {"model": "svm", "gamma": float("nan"),
                                    "tolerant": True})
        self.assertRegex(text, "constant: accuracy .*\nmetric: ")
        self.assertRegex(text, "svm: left out: ")
        with self.assertRaises(ValueError):
            self.run_here(task, {"model": "svm", "gamma": float("nan")})

    def test_a_run_without_time_hands_in_the_constant_answer(self):
        task, _ = self.table_task("accuracy")
        text = self.run_program(task, {**BOOSTING, "time": 0.1,
                                       "tolerant": True})
        self.assertEqual(self.status, 0, text)
        self.assertEqual(len(self.answers()), 20)

    def test_no_quick_model_answers_for_a_blend_that_is_not_tolerant(self):
        task, _ = self.table_task("accuracy")
        for tolerant, asked in ((None, True), (False, False), (True, True)):
            with unittest.mock.patch("hcc_recipes.main.quick.recipe",
                                     return_value={"model": "knn"}) as quick:
                self.run_here(task, {**BLEND, "tolerant": tolerant})
            self.assertEqual(quick.called, asked, tolerant)

    def test_a_run_without_time_hands_in_what_a_quick_model_answers(self):
        task, truth = self.table_task("accuracy", 240)
        for recipe in ({**BOOSTING, "tolerant": True}, BLEND):
            text = self.run_program(task, {**recipe, "time": 0.1},
                                    seconds=1200)
            self.assertEqual(self.status, 0, text)
            # a draft was not tried by it: none are of its recipe
            self.assertEqual("fold: " in text, "tolerant" not in recipe)
            right = sum(a == str(b) for a, b in zip(self.answers(), truth))
            self.assertGreater(right, 60, text)

    def test_a_single_model_without_time_is_no_other_model(self):
        task, _ = self.table_task("accuracy")
        text = self.run_program(task, {**BOOSTING, "time": 0.01})
        self.assertNotEqual(self.status, 0)
        self.assertRegex(text, "TimeoutError: no model was trained")
        self.assertNotRegex(text, "hist_gradient")

    def test_a_pass_that_ends_late_is_whole(self):
        from hcc_recipes import main, parameters
        from hcc_recipes.columns import Columns
        from hcc_recipes.folds import Split
        from hcc_recipes.member import Member
        told, _ = self.table_task("accuracy", 120)
        task = main.Task(told)
        train, test, _, names, key = task.read()
        columns = Columns(task, train, test)
        quiet(columns.sort, train, test, {*names, key})
        target = main.Target(task, names[0], train[names[0]])
        import numpy as np
        for patient in (True, False):
            member = Member(parameters.filled({"model": "knn"}), target,
                            columns)
            member.load()
            member.first_pass(Split(np.arange(80) % 2, True), 0.0, patient)
            self.assertEqual(member.seen.sum(), 40)

    def test_the_quick_model_fits_the_data(self):
        from hcc_recipes import quick
        columns = types.SimpleNamespace(
            texts={}, numbers={}, n_train=20, pictured=lambda: False)
        target = types.SimpleNamespace(kind="classes", classes=["a"] * 400)
        self.assertEqual(quick.recipe(target, columns)["model"],
                         "discriminant")
        columns.numbers = dict.fromkeys(range(5000))
        self.assertEqual(quick.recipe(target, columns)["model"], "linear")
        columns.texts = {"text": None}
        self.assertEqual(quick.recipe(target, columns)["model"],
                         "naive_bayes")
        target.kind = "number"
        self.assertEqual(quick.recipe(target, columns)["view"], "words")
        columns.texts, columns.pictured = {}, lambda: True
        self.assertIn("colours", quick.recipe(target, columns)["features"])

    def test_rows_are_parted_anew_as_often_as_the_recipe_repeats(self):
        from hcc_recipes.member import Member
        task, _ = self.table_task("accuracy")
        with unittest.mock.patch.object(Member, "run", autospec=True,
                                        side_effect=Member.run) as run:
            self.run_here(task, {"model": "knn", "folds": 3, "repeats": 2})
        self.assertEqual(len({tuple(call.args[1].part) for call
                              in run.call_args_list}), 2)

    def test_the_folds_of_the_task_are_used(self):
        task, _ = self.table_task("accuracy")
        self.rows("folds.csv", "id,fold", [(i, i % 4) for i in range(40)])
        text = self.run_here(task, BOOSTING)
        self.assertEqual(len(text.split("metric:")[-2].split("fold:")), 5)

    def test_rows_without_a_fold_are_learnt_from_only(self):
        from hcc_recipes.folds import given
        self.rows("folds.csv", "id,fold", [("b", 1), ("a", 0), ("b", 2)])
        train = pd.DataFrame({"id": ["a", "b", "c"]})
        self.assertEqual(given(train)[0].tolist(), [0, 2, -1])

    def test_folds_find_their_rows_by_any_name(self):
        from hcc_recipes.folds import given
        for names, asked, folds in (
                (["7", "0", "12"], ["12", "7", "5"], [2, 0, -1]),
                (["07", "7", "12"], ["7", "07", "5"], [1, 0, -1]),
                ([" a", "7", "12"], ["a", "7", "b"], [0, 1, -1]),
                (["7", "1.5", "8"], ["7", "8", "9"], [0, 2, -1]),
                (["7", "7", "1.5"], ["7", "1.5", "8"], [1, 2, -1]),
                (["7", "8", "9" * 30], ["7", "9" * 30, "8"], [0, 2, 1])):
            with self.subTest(names=names):
                self.rows("folds.csv", "id,fold",
                          list(zip(names, range(3))))
                train = pd.DataFrame({"id": asked})
                self.assertEqual(given(train)[0].tolist(), folds)

    def test_a_table_is_read_as_it_was_written(self):
        import numpy as np
        from hcc_recipes.read import read_table, write_table
        words = ['a "b"', "c,d", "e"]
        write_table("out.csv", ["w", "x"], [words, np.array([0.1, 2, 1e-9])])
        table = read_table("out.csv")
        self.assertEqual(table["w"].tolist(), words)
        self.assertEqual(table["x"].tolist(), [0.1, 2, 1e-9])

    def test_in_time_a_fold_is_predicted_by_those_before_it(self):
        rows = [(i, 2 * i, i) for i in range(50)]
        self.rows("train.csv", "id,a,y", rows[:40])
        self.rows("test.csv", "id,a", [row[:2] for row in rows[40:]])
        self.rows("sample_submission.csv", "id,y",
                  [(i, 0) for i in range(40, 50)])
        self.rows("folds.csv", "id,fold", [(i, i // 8) for i in range(40)])
        text = self.run_here({"metric": "mae", "split": "forward"},
                             {"model": "knn", "neighbors": 1})
        # the nearest before is the last one: 1 to 8 rows away
        self.assertRegex(text, r"(fold: 4\.5\n){4}metric: 4\.5\n")
        # and for the test rows it is the last of all
        self.assertEqual({round(float(a), 6) for a in self.answers()},
                         {39})

    def test_dates_that_name_the_rows_are_learnt_from(self):
        days = pd.date_range("2024-01-01", periods=250).strftime("%Y-%m-%d")
        rows = [(day, i % 7 % 2, i) for i, day in enumerate(days)]
        self.rows("train.csv", "date,a,y", rows[:240])
        self.rows("test.csv", "date,a", [row[:2] for row in rows[240:]])
        self.rows("sample_submission.csv", "date,y",
                  [(day, 0) for day in days[240:]])
        text = self.run_here({"metric": "mae"}, {"model": "linear"})
        self.assertIn("1 dates", text)
        self.assertLess(abs(float(self.answers()[-1]) - 249), 10)

    def test_groups_and_time_may_part_rows_at_once(self):
        from hcc_recipes.folds import Later
        import numpy as np
        part, era = np.repeat(np.arange(5), 20), np.tile([0, 0, 0, 1, 2], 20)
        split = Later(part, era, 20)
        self.assertEqual(len(split.folds), 10)
        self.assertEqual(split.predicted.sum(), 40)
        self.assertEqual(len(set(split.part[split.predicted])), 10)
        for fold in split.folds:
            learnt, asked = split.rows(fold)
            self.assertFalse(set(part[learnt]) & set(part[asked]))
            self.assertLess(era[learnt].max(), era[asked].min())
        self.assertEqual(Later(part, era, 1).folds, [14])

    def test_what_sees_order_alone_is_judged_fold_by_fold(self):
        from hcc_recipes import forms, metrics
        import numpy as np
        y, part = np.tile([0, 1], 20), np.repeat([0, 1], 20)
        P = np.c_[1 - y, y] * 0.2 + 0.5 * part[:, None]
        form = forms.of(metrics.find("auc"), types.SimpleNamespace(
            classes=["0", "1"], sets=None, y=y))
        self.assertEqual(form.scores(y, P, part), (1, [1, 1]))

    def test_eras_of_the_task_are_used(self):
        # what was learnt of a group, or of a later time, would be exact
        rows = [(i, i % 10, i // 10, 100 * (i % 10) + i // 10)
                for i in range(60)]
        self.rows("train.csv", "id,g,t,y", rows[:50])
        self.rows("test.csv", "id,g,t", [row[:3] for row in rows[50:]])
        self.rows("sample_submission.csv", "id,y",
                  [(row[0], 0) for row in rows[50:]])
        self.rows("folds.csv", "id,fold,era", [
            (i, i % 5, max(0, i // 10 - 2)) for i in range(50)])
        text = self.run_here({"metric": "mae", "split": "both"},
                             {"model": "knn", "neighbors": 1})
        self.assertRegex(text, r"metric: \d\d")
        self.assertEqual(len(text.split("metric:")[-2].split("fold:")), 11)
        for (_, group, day, _), answer in zip(rows[50:], self.answers()):
            self.assertAlmostEqual(float(answer), 100 * group + day - 1, 3)

    def test_a_column_to_drop_that_is_none_is_refused(self):
        task, _ = self.table_task("rmse", classes=0)
        with self.assertRaisesRegex(ValueError, "drops 'ww', which is no col"):
            self.run_here(task, {**BOOSTING, "drop": ["w", "ww"]})

    def test_a_dropped_column_is_not_read(self):
        task, _ = self.table_task("accuracy")
        text = self.run_here(task, {**BOOSTING, "drop": ["w", "b"]})
        self.assertRegex(text, "columns: 1 numbers, 0 words")

    def test_several_targets_share_the_metric(self):
        self.table_task("rmse", classes=0)
        rows = [(i, i / 60, 2 * i, i % 7) for i in range(60)]
        self.rows("train.csv", "id,a,u,v", rows[:40])
        self.rows("test.csv", "id,a", [row[:2] for row in rows[40:]])
        self.rows("sample_submission.csv", "id,u,v",
                  [(row[0], 0, 0) for row in rows[40:]])
        text = self.run_here({"metric": "rmse", "target": ["u", "v"]},
                             {"model": "knn", "folds": 3})
        self.assertRegex(text, r"metric: \d")
        self.assertEqual(len(self.answers("v")), 20)

    def test_the_bundle_runs_alone_and_answers_alike(self):
        task, _ = self.table_task("accuracy")
        self.run_program(task, BLEND)
        first = self.answers()
        made = subprocess.run([sys.executable, "-B", str(
            PACKAGES / "hcc_recipes/bundle.py")], capture_output=True,
            check=True).stdout
        (self.dir / "hcc_recipes.py").write_bytes(made)
        (self.dir / "submission.csv").unlink()
        text = self.run_code(
            f"import sys; sys.path.remove({str(PACKAGES)!r})\n"
            "sys.path.insert(0, '')\n"
            "import hcc_recipes; print(hcc_recipes.__file__)\n"
            f"hcc_recipes.run({task!r}, {BLEND!r})", 600)
        self.assertNotIn(str(PACKAGES), text)
        self.assertEqual(self.status, 0, text)
        self.assertEqual(self.answers(), first)

    def test_bad_data_end_with_their_reason(self):
        task, _ = self.table_task("accuracy")
        self.rows("sample_submission.csv", "id,y", [(900, 0)])
        text = self.run_program(task, BOOSTING)
        self.assertNotEqual(self.status, 0)
        self.assertRegex(text, "ids of the sample are not in input/test.csv")


class Sounds(TaskCase):
    def test_sounds_are_told_by_their_bands(self):
        import numpy as np
        from scipy.io import wavfile
        random = np.random.RandomState(0)
        for i in range(40):
            time = np.arange(3000 + random.randint(500)) / 8000
            tone = np.sin(2 * np.pi * (300, 1200)[i % 2] * time)
            wavfile.write(f"input/{i}.wav", 8000, (
                8000 * tone + 4000 * random.randn(len(time))).astype("int16"))
        self.rows("train.csv", "path,y", [
            (f"input/{i}.wav", "lh"[i % 2]) for i in range(30)])
        self.rows("test.csv", "id", [(f"{i}.wav",) for i in range(30, 40)])
        self.rows("sample_submission.csv", "id,y",
                  [(f"{i}.wav", "l") for i in range(30, 40)])
        with open("input/3.wav", "wb") as file:
            file.write(b"RIFF and no more")
        for more in ({}, {"features": ["sounds"]}):
            self.run_here(
                {"metric": "accuracy", "files": ["{path}", "{id}"]},
                {"model": "linear", "view": "pixels", "folds": 3, **more})
            self.assertEqual(self.answers(),
                             ["lh"[i % 2] for i in range(30, 40)])

    def test_a_sound_of_a_moment_or_of_silence_is_read(self):
        import numpy as np
        from scipy.io import wavfile
        from hcc_recipes.sounds import heard, read_sound
        for wave in (np.zeros(9000), np.ones(3), np.zeros((700, 2))):
            wavfile.write("a.wav", 8000, wave.astype("float32"))
            picture = read_sound("a.wav")
            self.assertTrue(np.isfinite(picture).all())
            self.assertGreater(picture.shape[0], 32)
            self.assertTrue(np.isfinite(heard("a.wav")).all())
            self.assertEqual(heard("a.wav").shape, (223,))

    def test_the_pitch_of_a_sound_is_heard(self):
        import numpy as np
        from scipy.io import wavfile
        from hcc_recipes import sounds
        time = np.arange(16000) / 16000
        for tone in (110, 220):
            wave = sum(np.sin(2 * np.pi * k * tone * time) / k
                       for k in (1, 2, 3))
            wavfile.write("a.wav", 16000, wave.astype("float32"))
            self.assertLess(abs(sounds.heard("a.wav") - np.log(tone)).min(),
                            0.02)


class Texts(TaskCase):
    def test_letters_are_left_out_when_there_is_no_time_for_them(self):
        from unittest import mock
        from hcc_recipes.views import topics
        texts = {"text": pd.Series(["one two three", "two three four"] * 9)}
        member = {"analyzers": ["word", "char"], "word_ngrams": 1,
                  "char_ngrams": 3, "min_df": 1, "vocabulary": 100,
                  "lowercase": True, "counts": False, "marks": True}
        found = []
        for seconds in (100, 0):
            columns = types.SimpleNamespace(texts=texts, words={},
                                            memo={})
            with mock.patch.object(topics, "left", lambda: seconds):
                found.append(quiet(topics.vectors_of, columns, member))
        self.assertEqual([len(blocks) for blocks in found], [2, 1])
        self.assertEqual(found[1][0].shape, (18, 4))

    def test_words_decide(self):
        good, bad = "fine great splendid", "poor awful dreadful"
        rows = [(i, f"it was {(good, bad)[i % 2].split()[i % 3]} and number "
                 f"{i} of the rest", "gb"[i % 2]) for i in range(60)]
        self.rows("train.csv", "id,text,y", rows[:40])
        self.rows("test.csv", "id,text", [row[:2] for row in rows[40:]])
        self.rows("sample_submission.csv", "id,y",
                  [(row[0], "g") for row in rows[40:]])
        self.run_here(
            {"metric": "accuracy", "text": ["text"]},
            {"model": "naive_bayes", "view": "words", "folds": 3})
        self.assertEqual(self.answers(), [row[2] for row in rows[40:]])


if __name__ == "__main__":
    unittest.main()
