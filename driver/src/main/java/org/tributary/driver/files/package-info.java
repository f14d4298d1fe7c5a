/** Paths as users write them, and opening what they name on any file system of Hadoop. */
package org.tributary.driver.files;
