package org.tributary.driver.store;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a hidden directory beside an output: {@code .NAME.<unique>-<owner>.new} while the
 * output is written, {@code .old} for the one that it replaces. The name contains the owning
 * process, so that a later run can check whether it is still running.
 *
 * @param output the name of the output directory
 * @param unique distinguishes the directories of one process
 * @param owner the process that created it
 * @param role the role of the directory
 */
record StagingName(String output, String unique, ProcessIdentity owner, Role role) {
  /** The role of a hidden directory. */
  enum Role {
    /** An incomplete new output. */
    NEW,
    /** An output that is being replaced. */
    OLD
  }

  private static final Pattern REST = Pattern.compile("([0-9a-f]{8})-(.+)\\.(new|old)");

  /** Returns a new name, owned by this process. */
  static StagingName fresh(String output) {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    return new StagingName(output, unique, ProcessIdentity.current(), Role.NEW);
  }

  /** Returns the same name in the other role. */
  StagingName as(Role other) {
    return new StagingName(output, unique, owner, other);
  }

  /** Reads the name of a directory beside an output; empty if it is anything else. */
  static Optional<StagingName> parse(String output, String name) {
    String prefix = "." + output + ".";
    if (!name.startsWith(prefix)) {
      return Optional.empty();
    }
    Matcher rest = REST.matcher(name.substring(prefix.length()));
    if (!rest.matches()) {
      return Optional.empty();
    }
    Role role = rest.group(3).equals("new") ? Role.NEW : Role.OLD;
    return ProcessIdentity.parse(rest.group(2))
        .map(owner -> new StagingName(output, rest.group(1), owner, role));
  }

  @Override
  public String toString() {
    return "." + output + "." + unique + "-" + owner + (role == Role.NEW ? ".new" : ".old");
  }
}
