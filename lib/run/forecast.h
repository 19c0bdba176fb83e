/*
 * forecast.h: how far a program has come, by what it prints.
 */
#ifndef HCC_RUN_FORECAST_H
#define HCC_RUN_FORECAST_H

/* The share (0 to 1) of its work that the last line of a log which tells it
 * says is done: "epoch 3/10", "step 40 of 200", "epoch 3/10 step 40/200",
 * " 45%|####". NAN: none does. */
double	 forecast_share(const char *log);

#endif
