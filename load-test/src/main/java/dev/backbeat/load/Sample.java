package dev.backbeat.load;

/**
 * One second of a run. What was not measured is NaN.
 *
 * @param atSeconds end of the second, from the start of the warm-up
 * @param measured whether it lies in the measured time
 */
record Sample(
    double atSeconds,
    boolean measured,
    double ackP50Ms,
    double ackP99Ms,
    double framesPerSecond,
    double kilobytesPerSecond,
    double serverTickMeanMs,
    double serverTickP99Ms,
    double serverCpuCores,
    double serverRssMb,
    double generatorCpuCores,
    double generatorLateP99Ms) {}
