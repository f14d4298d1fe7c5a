/**
 * Random numbers as pure functions of a seed and of what they are for. A leaf: it imports nothing
 * of Tributary.
 */
package org.tributary.core.random;
