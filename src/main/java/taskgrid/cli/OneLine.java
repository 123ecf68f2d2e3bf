package taskgrid.cli;

/** Text of unknown origin as one line that does nothing to a terminal. */
final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  static String of(String text) {
    StringBuilder line = new StringBuilder();
    String shown = text.strip();
    for (int i = 0; i < shown.length() && line.length() < LONGEST; i++) {
      append(line, shown.charAt(i));
    }
    return shown.length() > LONGEST ? line + "…" : line.toString();
  }

  private static void append(StringBuilder line, char c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (Character.isISOControl(c)) {
          line.append("\\u00").append(Character.forDigit(c >> 4, 16));
          line.append(Character.forDigit(c & 15, 16));
        } else {
          line.append(c);
        }
      }
    }
  }
}
