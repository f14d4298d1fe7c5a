package org.tributary.driver.dataset;

/** What came of reading a row: a sample, or a problem to be told. */
sealed interface ReadResult permits Sample, RowProblem {}
