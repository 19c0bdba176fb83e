#!/bin/sh
# hcc-init: tables in other forms than csv.
. "${0%/*}/../lib.sh"
. "$here/init.sh"

data d
mkdir tmp
TMPDIR=$T/tmp
export TMPDIR
forms() {
	rm -rf f t
	mkdir f
	/usr/bin/python3 - "$1" <<'END'
import bz2, csv, gzip, io, json, sys, wave, zipfile
rows = [{"id": f"{i:03}", "x": i * 7 % 13, "text": "a, b", "y": i % 2}
        for i in range(60)]
train, test = rows[:40], [{k: r[k] for k in ("id", "x", "text")}
                          for r in rows[40:]]
form = sys.argv[1]


def as_csv(table):
    out = io.StringIO()
    w = csv.DictWriter(out, table[0], lineterminator="\n")
    w.writeheader()
    w.writerows(table)
    return out.getvalue().encode()


open("f/sample_submission.csv", "wb").write(
    as_csv([{"id": r["id"], "y": 0} for r in test]))
for name, table in ("train", train), ("test", test):
    if form == "json":
        json.dump(table, open(f"f/{name}.json", "w"))
    elif form == "columns":
        json.dump({k: {str(i): r[k] for i, r in enumerate(table)}
                   for k in table[0]}, open(f"f/{name}.json", "w"))
    elif form == "jsonl":
        open(f"f/{name}.jsonl", "w").writelines(
            json.dumps(r) + "\n" for r in table)
    elif form == "gz":
        gzip.open(f"f/{name}.csv.gz", "w").write(as_csv(table))
    elif form == "bz2":
        bz2.open(f"f/{name}.csv.bz2", "w").write(as_csv(table))
    elif form == "zip":
        with zipfile.ZipFile(f"f/{name}.csv.zip", "w") as z:
            z.writestr(f"inner/{name}.csv", as_csv(table))
    elif form == "parquet":
        open(f"f/{name}.parquet", "wb").write(b"PAR1" + bytes(20) + b"PAR1")
END
}
for form in json columns jsonl gz bz2 zip; do
	forms $form
	exits "data as $form are read" 0 hcc-init -d desc.md -m auc f t
	like "that train.csv was made of $form is said" "made 'train.csv' of" err
	is "a table from $form has its rows, texts and zeros in front" \
	    '41 039,0,"a, b",1 040,7,"a, b"' "$(wc -l <t/input/train.csv) $(
	    sed -n '$p' t/input/train.csv) $(sed -n 2p t/input/test.csv)"
	is "input/ has no second form of $form" \
	    'folds.csv sample_submission.csv test.csv train.csv' \
	    "$(LC_ALL=C ls t/input | xargs)"
	like "preview.md says what was made of $form" "made 'train.csv' of" \
	    t/preview.md
done
forms json
exits 'rows of a table from JSON are held out' 0 \
    hcc-init -q -d desc.md -m auc -s 0.2 -t y f/train.json t
is 'no label that is held out stays in input/' 'folds.csv sample_submission.csv test.csv train.csv' \
    "$(LC_ALL=C ls t/input | xargs)"
forms parquet
exits 'what the Python of the task cannot read is refused' 66 \
    hcc-init -d desc.md -m auc f t
like 'the refusal says what to do about it' \
    "'train.parquet' is left as it is: .* (-E python=PATH|cannot be read)" err
forms json
echo '{"a": ' >f/train.json
exits 'JSON that is broken is refused' 66 hcc-init -d desc.md -m auc f t
like 'the refusal has the place in the JSON' \
    "'train.json' is left as it is: it is not JSON: .* line" err
is 'nothing of a conversion is left' '' "$(ls tmp)"
finish
