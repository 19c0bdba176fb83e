#!/bin/sh
grep -q '^# Your step: carry out' && sleep 
printf '%s\n' 'It writes the sample.' '\\\'
