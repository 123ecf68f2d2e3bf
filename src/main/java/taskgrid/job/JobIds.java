package taskgrid.job;

import java.util.Random;

/** Makes short ids that people can read aloud: no letter looks like another or like a digit. */
final class JobIds {
  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 6;

  private final Random random;

  JobIds(Random random) {
    this.random = random;
  }

  /** An id such as k3f9a2; it begins with a letter. */
  String next() {
    StringBuilder id = new StringBuilder(LENGTH);
    id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    String all = DIGITS + LETTERS;
    while (id.length() < LENGTH) {
      id.append(all.charAt(random.nextInt(all.length())));
    }
    return id.toString();
  }
}
