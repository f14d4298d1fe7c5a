package org.tributary.driver.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;

/** The lines of files that are known by their whole paths. Hadoop creates it, so it is public. */
public final class LineInputFormat extends TextInputFormat {
  @Override
  protected List<FileStatus> listStatus(JobContext job) throws IOException {
    return files(job);
  }

  /** Returns the input files of a job; Hadoop takes each path for a pattern. */
  static List<FileStatus> files(JobContext job) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (Path path : FileInputFormat.getInputPaths(job)) {
      files.add(path.getFileSystem(job.getConfiguration()).getFileStatus(path));
    }
    return files;
  }
}
