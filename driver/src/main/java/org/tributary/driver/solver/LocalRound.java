package org.tributary.driver.solver;

import java.io.Serializable;
import org.tributary.core.optim.OptimizerSpec;

/**
 * The parameters of one round of local steps.
 *
 * @param optimizer the inner optimiser, its schedule counting all steps of a shard
 * @param done steps of each shard before this round
 * @param steps steps of each shard in this round
 */
record LocalRound(OptimizerSpec.FirstOrder optimizer, long done, int steps)
    implements Serializable {}
