#!/bin/sh
# hcc-init: pictures and sounds, in folders and named by tables.
. "${0%/*}/../lib.sh"
. "$here/init.sh"

# pictures FILE..: each an empty one.
pictures() {
	for f; do
		mkdir -p "${f%/*}"
		printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >"$f"
		printf '\0\0\0\020\0\0\0\010\010\002' >>"$f"
	done
}
data d
rm -rf d t
for i in 1 2 3 4; do
	pictures d/train/cat/$i.png d/train/dog/$((i + 4)).png d/test/$i.png
done
exits 'hcc-init takes pictures in a folder a class' 0 hcc-init -d desc.md d t
like 'hcc-init reports the table that it made of pictures' \
    "made 'train.csv' of 8 pictures in 2 folders" err
is 'the table of pictures has paths and classes' \
    'path,label train/cat/1.png,cat' \
    "$(head -2 t/input/train.csv | tr '\n' ' ' | sed 's/ $//')"
is 'the table of pictures has all of them' 9 "$(wc -l <t/input/train.csv)"
is 'test.csv lists the pictures to predict' 'id 1.png 2.png 3.png 4.png ' \
    "$(tr '\n' ' ' <t/input/test.csv)"
is 'pictures to predict have a sample' 'id,label 1.png,cat ' \
    "$(head -2 t/input/sample_submission.csv | tr '\n' ' ')"
is 'preview.md has the paths of training pictures' \
    '"input/{path}"' "$(field images_train t/preview.md)"
is 'preview.md has the paths of test pictures' \
    '"input/test/{id}"' "$(field images_test t/preview.md)"
is 'a table of pictures leaves the data as they are' \
    'test train ' "$(cd d && printf '%s ' *)"
printf 'id,animal\n2,cat\n1,cat\n3,cat\n4,cat\n' >d/sample_submission.csv
exits 'hcc-init takes pictures with a sample' 0 hcc-init -d desc.md d t2
is 'the table of pictures has the names of the sample' \
    path,animal "$(head -1 t2/input/train.csv)"
is 'test.csv of pictures has the ids of the sample' \
    'id 2 1 3 4 ' "$(tr '\n' ' ' <t2/input/test.csv)"
rm d/sample_submission.csv
exits 'a hold-out is drawn from pictures in folders' \
    0 init -s 0.25 -f d/train t3
is 'a hold-out of pictures has labels' 3 "$(wc -l <t3/sealed/labels.csv)"
data d
for i in $(seq 40); do
	pictures "d/test/$i.png" "d/train/$i.png"
done
cut -d, -f1,4 d/train.csv >x && mv x d/train.csv
cut -d, -f1 d/test.csv >x && mv x d/test.csv
exits 'pictures of train and test may have the same names' 0 init d t
is 'training pictures have the folder train' \
    '"input/train/{id}.png"' "$(field images_train t/preview.md)"
is 'test pictures have the folder test' \
    '"input/test/{id}.png"' "$(field images_test t/preview.md)"
rm d/test/33.png
rm -r t
exits 'a picture that is lost is no fault' 0 init d t
is 'the pictures beside a lost one are found' '"input/test/{id}.png"' \
    "$(field images_test t/preview.md)"

# Files named by a column; those of four digits by the number of the row as well.
rm -rf d t
mkdir -p d/p
echo id,image,animal >d/train.csv
echo id,image >d/test.csv
for i in $(seq 980 1180); do
	name=$(printf '%04d' "$i").png
	pictures "d/p/$name"
	if [ "$i" -lt 990 ]; then
		echo "$i,$name,$([ $((i % 2)) = 0 ] && echo cat || echo dog)" >>d/train.csv
	else
		echo "$i,$name" >>d/test.csv
	fi
done
exits 'pictures named by a column are taken' 0 hcc-init -d desc.md d t
is 'the column of names tells where they are, not the number of the row' \
    '"input/p/{image}" "input/p/{image}"' "$(field images_train t/preview.md
    ) $(field images_test t/preview.md)"

mkdir tmp
TMPDIR=$T/tmp
export TMPDIR
rm -rf f t
mkdir -p f/train/yes f/train/no f/test
for i in 1 2 3 4 5 6; do
	echo "RIFF $i" >f/train/yes/$i.wav
	echo "RIFF 1$i" >f/train/no/$i.wav
	echo "RIFF 2$i" >f/test/$i.wav
done
exits 'sound files in class folders are taken' 0 \
    hcc-init -d desc.md -m accuracy f t
is 'a table has their paths and classes' 'train/no/1.wav,no 13' \
    "$(sed -n 2p t/input/train.csv) $(wc -l <t/input/train.csv)"
is 'a table has the sound files to predict' 'test/1.wav 7' \
    "$(sed -n 2p t/input/test.csv) $(wc -l <t/input/test.csv)"
like 'what the offline brain reads of sounds is said' 'offline brain read WAV' err
is 'preview.md names the place of the sounds of each row' \
    '"input/{path}" "input/{id}"' "$(field sounds_train t/preview.md) $(
    field sounds_test t/preview.md)"
is 'nothing of a conversion is left' '' "$(ls tmp)"
# Whose voice a sound has stands beside it.
mkdir g
echo id,file,speaker,y >g/train.csv
echo id,file,speaker >g/test.csv
echo id,y >g/sample_submission.csv
for i in 1 2 3 4 5 6; do
	echo "$i,train/yes/$i.wav,s$i,a" >>g/train.csv
	echo "1$i,train/no/$i.wav,s$i,b" >>g/train.csv
	echo "2$i,test/$i.wav,s$i" >>g/test.csv
	echo "2$i,a" >>g/sample_submission.csv
done
cp -R f/train f/test g
rm -rf t
exits 'a table that names sound files is taken' 0 \
    hcc-init -q -d desc.md -m accuracy g t
is 'a column of names of sounds is one of paths' \
    'path "input/{file}" "input/{file}"' "$(
    sed -n 's/^- {name: "file", type: \([a-z]*\).*/\1/p' t/preview.md) $(
    field sounds_train t/preview.md) $(field sounds_test t/preview.md)"
finish
