package org.tributary.driver.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the known key for a mistyped key. */
final class KeySuggestion {
  // The distance of the right name in the wrong section.
  private static final int WRONG_SECTION = 3;
  // The distance of a section's name instead of the name of a key in it.
  private static final int SECTION = 1;

  private KeySuggestion() {}

  /** Returns the known name with the smallest distance; empty if more than half of it differs. */
  static Optional<String> of(String unknown, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> differences(unknown, name)))
        .filter(name -> 2 * differences(unknown, name) <= unknown.length());
  }

  private static int differences(String unknown, String name) {
    int whole = edits(unknown, name);
    int section = SECTION + edits(unknown, name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    return Math.min(Math.min(whole, section), WRONG_SECTION + edits(leaf(unknown), leaf(name)));
  }

  private static String leaf(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Returns Levenshtein's distance, in which case does not count. */
  static int edits(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitution, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
