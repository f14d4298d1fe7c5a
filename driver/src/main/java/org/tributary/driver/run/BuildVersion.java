package org.tributary.driver.run;

import java.util.Optional;

/** The version of this build of Tributary. */
public final class BuildVersion {
  private BuildVersion() {}

  /**
   * Returns the version with the commit, such as {@code 0.1.0+a2f349a6b1}; without the commit for a
   * build outside of a Git repository; {@code development} for classes that are in no jar.
   */
  public static String current() {
    return of(Optional.ofNullable(BuildVersion.class.getPackage().getImplementationVersion()));
  }

  /** Returns the version that a manifest names; Maven leaves an unknown commit as a variable. */
  static String of(Optional<String> manifest) {
    return manifest.map(version -> version.replaceFirst("\\+\\$\\{.*", "")).orElse("development");
  }
}
