package org.tributary.driver.files;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * Hadoop's local file system without checksums, which it keeps in a second file beside each. Hadoop
 * creates it, so it is public.
 */
public final class UncheckedLocalFileSystem extends LocalFileSystem {
  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    setVerifyChecksum(false);
  }
}
