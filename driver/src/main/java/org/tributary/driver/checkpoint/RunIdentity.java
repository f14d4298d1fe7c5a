package org.tributary.driver.checkpoint;

import org.tributary.core.model.Platform;

/**
 * What has to be the same for a run to go on from a checkpoint with the same bits, and what the
 * checkpoint fixes.
 *
 * @param settings the settings of the job that can change the bits
 * @param groups number of leaf groups of the strategy, which depends on the cluster unless it is
 *     fixed: with local steps, the number of shards
 * @param data the data
 * @param platform what the checkpoint was written with; another one may round differently
 */
public record RunIdentity(RunSettings settings, int groups, DataIdentity data, Platform platform) {}
