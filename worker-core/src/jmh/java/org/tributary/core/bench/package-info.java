/**
 * JMH benchmarks of the kernels, of one block's gradient and of one optimiser's step; see {@code
 * docs/benchmarks.md}. Not part of the product's jar.
 */
package org.tributary.core.bench;
