/**
 * Models in other formats: {@link org.tributary.driver.export.OnnxExport} makes an ONNX file of a
 * model with its preparation, {@link org.tributary.driver.export.ExportedFile} writes it.
 *
 * <p>Imports worker-core and Hadoop's file systems; nothing of the driver.
 */
package org.tributary.driver.export;
