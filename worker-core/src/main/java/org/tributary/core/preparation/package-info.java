/**
 * Preparation: from the raw cells of a row to the inputs of the network, fitted on the training
 * rows, kept in the model, and applied in the same way in training, evaluation and prediction.
 *
 * <p>{@link org.tributary.core.preparation.RawCells} are what is read, named by a {@link
 * org.tributary.core.preparation.RowLayout}. A {@link
 * org.tributary.core.preparation.ColumnPreparation} turns the cells of some columns into inputs; a
 * {@link org.tributary.core.preparation.Preparation} is all of them. A {@link
 * org.tributary.core.preparation.Fitting} makes one, in passes over the rows, from {@link
 * org.tributary.core.preparation.ColumnStatistics} that merge in any order to the same bits.
 *
 * <p>To add a kind, write a {@code ColumnPreparation}, a constant of {@link
 * org.tributary.core.preparation.PreparationKind} and, if it learns from rows, a {@link
 * org.tributary.core.preparation.ColumnFit.Pass}. The format of a model does not change: it holds a
 * kind by its name, its columns, and its {@link org.tributary.core.preparation.FittedValues}.
 *
 * <p>This package imports {@code summation} alone.
 */
package org.tributary.core.preparation;
