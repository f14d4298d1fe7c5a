package org.tributary.driver.store;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code failing}, with one call of those that it counts going
 * wrong. It counts anew for each instance, and {@link #configuration} has one made for each use.
 */
public final class FailingFileSystem extends RawLocalFileSystem {
  private static final String AT = "failing.at";
  private static final String HOW = "failing.how";

  /** Read once: a copy is taken in no time. */
  private static final Configuration DEFAULTS = new Configuration();

  static {
    DEFAULTS.size();
  }

  /** What goes wrong. */
  public enum Failure {
    /** The call does nothing and throws. */
    BEFORE,
    /** The call does its work, and then throws: the answer is lost. */
    AFTER,
    /** The call throws the Error that Hadoop's local file system throws for a failed disk. */
    ERROR,
    /** This call and every later one throws: the process, or its network, is dead. */
    DEATH,
    /** A rename returns false, and any other call throws. */
    NO,
    /** A directory appears where one is to be renamed to, so that it ends inside. */
    INTRUDER
  }

  private static volatile int callsOfLatest;

  private int calls;
  private int at;
  private Failure how = Failure.BEFORE;

  /** Returns a configuration whose n-th call, counted from 1, goes wrong. */
  public static Configuration configuration(Failure how, int at) {
    Configuration configuration = new Configuration(DEFAULTS);
    configuration.setClass("fs.failing.impl", FailingFileSystem.class, RawLocalFileSystem.class);
    configuration.setBoolean("fs.failing.impl.disable.cache", true);
    configuration.setInt(AT, at);
    configuration.setEnum(HOW, how);
    return configuration;
  }

  /** Returns how many calls the latest instance has counted. */
  public static int callsOfLatest() {
    return callsOfLatest;
  }

  @Override
  public void initialize(URI uri, Configuration configuration) throws IOException {
    super.initialize(uri, configuration);
    at = configuration.getInt(AT, 0);
    how = configuration.getEnum(HOW, Failure.BEFORE);
  }

  @Override
  public URI getUri() {
    return URI.create("failing:///");
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    boolean fails = fails();
    before(fails);
    boolean answer = super.mkdirs(path);
    after(fails);
    return answer;
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    boolean fails = fails();
    before(fails);
    FSDataOutputStream out =
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
    after(fails);
    return new FSDataOutputStream(new Counted(out), null);
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    boolean fails = fails();
    before(fails);
    FSDataOutputStream out =
        super.createNonRecursive(
            path, permission, flags, bufferSize, replication, blockSize, progress);
    after(fails);
    return new FSDataOutputStream(new Counted(out), null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    boolean fails = fails();
    if (fails && how == Failure.NO) {
      return false;
    }
    if (fails && how == Failure.INTRUDER) {
      super.mkdirs(to);
      // As HDFS does: onto an existing directory means into it.
      return super.rename(from, new Path(to, from.getName()));
    }
    before(fails);
    boolean answer = super.rename(from, to);
    after(fails);
    return answer;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    boolean fails = fails();
    before(fails);
    boolean answer = super.delete(path, recursive);
    after(fails);
    return answer;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    boolean fails = fails();
    before(fails);
    return super.getFileStatus(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    boolean fails = fails();
    before(fails);
    return super.listStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    boolean fails = fails();
    before(fails);
    return super.open(path, bufferSize);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    boolean fails = fails();
    before(fails);
    return super.exists(path);
  }

  private boolean fails() {
    calls++;
    callsOfLatest = calls;
    return calls == at || (how == Failure.DEATH && at > 0 && calls > at);
  }

  private void before(boolean fails) throws IOException {
    if (fails && how == Failure.ERROR) {
      throw diskError("the disk fails at call " + calls);
    }
    if (fails && how != Failure.AFTER) {
      throw new IOException("the disk fails at call " + calls);
    }
  }

  private void after(boolean fails) throws IOException {
    if (fails) {
      throw new IOException("the disk fails after call " + calls);
    }
  }

  /** Hadoop alone can make one of these by its constructor. */
  private static FSError diskError(String message) {
    try {
      Constructor<FSError> constructor = FSError.class.getDeclaredConstructor(Throwable.class);
      constructor.setAccessible(true);
      return constructor.newInstance(new IOException(message));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("FSError has another constructor", e);
    }
  }

  /** A file half of which is written where the write goes wrong. */
  private final class Counted extends OutputStream {
    private final OutputStream out;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (fails()) {
        out.write(bytes, from, length / 2);
        if (how == Failure.ERROR) {
          throw diskError("No space left on device, at call " + calls);
        }
        throw new IOException("the disk is full at call " + calls);
      }
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
