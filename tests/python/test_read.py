"""Tables as people leave them."""
import unittest

import numpy as np
import pandas as pd

from base import TaskCase

from hcc_recipes.cells import as_strings, to_numbers
from hcc_recipes.columns import Columns
from hcc_recipes.read import read_table, stripped
from hcc_recipes.task import Task


class Read(TaskCase):
    def test_numbers_that_stand_for_missing_ones_are_told(self):
        columns = Columns(Task({"metric": "auc", "stand_ins": {
            "Size": -999}}), range(4), [])
        for name, wanted in (("size", [1, np.nan, 0, np.nan]),
                             ("other", [1, -999, 0, -999])):
            columns.place_numbers(name, np.array([1., -999, 0, -999]))
            np.testing.assert_array_equal(columns.numbers[name], wanted)

    def test_numbers_become_floats_and_words_stay_strings(self):
        table = read_table(self.write("t.csv", "a,b\n1, x \n2.5,y\nNA,?\n"))
        self.assertEqual(table.a.dtype, float)
        self.assertTrue(np.isnan(table.a[0]) is np.False_)
        self.assertEqual(list(table.b), ["x", "y"])

    def test_no_time_is_missing_nat_is_a_name(self):
        cells = pd.Series(["NaT", "NAT", "Nat", "ok"])
        self.assertEqual(list(stripped(cells)), ["", "NAT", "Nat", "ok"])

    def test_missing_words_of_all_spellings_are_missing(self):
        table = read_table(self.write(
            "t.csv", "k,a,b\n1,1,x\n2,n/a,N/A\n3,NULL,null\n4,-,--\n"))
        self.assertEqual(int(table.a.isna().sum()), 3)
        self.assertEqual(list(table.b), ["x", "", "", ""])

    def test_leading_zeros_are_kept(self):
        table = read_table(self.write("t.csv", "zip,x\n01234,1\n98765,2\n"))
        self.assertEqual(list(table.zip), ["01234", "98765"])

    def test_a_column_can_be_kept_as_written(self):
        table = read_table(self.write("t.csv", " Id ,x\n1.0,1\n2.50,2\n"),
                           ["id"])
        self.assertEqual(list(table.Id), ["1.0", "2.50"])

    def test_semicolons_windows_letters_and_marks(self):
        for encoding in ("cp1252", "utf-8-sig", "utf-16"):
            table = read_table(self.write(
                "t.csv", "ort;zahl\nKöln;1,5\nBonn;2,5\n", encoding))
            self.assertEqual(list(table.ort), ["Köln", "Bonn"], encoding)
            self.assertEqual(list(to_numbers(table.zahl, ",")), [1.5, 2.5])

    def test_ragged_rows_are_filled_or_cut(self):
        table = read_table(self.write("t.csv", "a,b\n1,2\n3\n4,5,6\n"))
        self.assertEqual(len(table), 3)

    def test_empty_rows_and_nul_are_left_out(self):
        table = read_table(self.write("t.csv", "a,b\n1\0,2\n,\n3,4\n"))
        self.assertEqual(list(table.a), [1, 3])

    def test_a_table_without_rows_is_told(self):
        with self.assertRaisesRegex(ValueError, "has no rows"):
            read_table(self.write("t.csv", "a,b\n"))
        with self.assertRaisesRegex(FileNotFoundError, "no table"):
            read_table("input/none.csv")


class Cells(unittest.TestCase):
    def numbers(self, *cells):
        return list(to_numbers(pd.Series(cells, dtype=object)))

    def test_money_percent_and_thousands(self):
        self.assertEqual(self.numbers("$1,788,691", "(5)", "12 %", "1 000"),
                         [1788691, -5, 12, 1000])

    def test_points_and_commas_of_another_country(self):
        self.assertEqual(self.numbers("7.726,33", "1.000"), [7726.33, 1000])

    def test_truth_values(self):
        self.assertEqual(self.numbers("True", "no"), [1, 0])

    def test_strings_of_whole_numbers_have_no_point(self):
        self.assertEqual(list(as_strings(pd.Series([3.0, 2.5, np.nan]))),
                         ["3", "2.5", ""])


if __name__ == "__main__":
    unittest.main()
