package org.tributary.driver.samples;

/** What came of reading a row: a sample, or a problem to be told. */
sealed interface Reading permits Sample, Problem {}
