package org.tributary.ml;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.tributary.driver.run.RunListener;

/** The listeners of an estimator; none after it was serialized. Mutable. */
final class Listeners implements Serializable {
  private static final long serialVersionUID = 1;

  private transient List<RunListener> all = new ArrayList<>();

  void add(RunListener listener) {
    all.add(listener);
  }

  void addAll(Listeners others) {
    all.addAll(others.all);
  }

  /** Returns them as they are now. */
  List<RunListener> all() {
    return List.copyOf(all);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    all = new ArrayList<>();
  }
}
