package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Quotes what a person wrote, for a message: on one line, cut when long, nothing unprintable. */
final class Quote {
  private static final int LONGEST = 60;

  private Quote() {}

  static String bytes(byte[] bytes) {
    return bytes(bytes, 0, bytes.length);
  }

  /** Bytes that are not UTF-8 show as the replacement character. */
  static String bytes(byte[] bytes, int offset, int length) {
    // Four bytes are the longest character, so no character of the quote is cut in two.
    int enough = Math.min(length, 4 * (LONGEST + 2));
    return text(new String(Arrays.copyOfRange(bytes, offset, offset + enough), UTF_8));
  }

  /** The same without quotation marks, for what can be taken for nothing else. */
  static String bare(byte[] bytes, int offset, int length) {
    String quote = bytes(bytes, offset, length);
    return quote.substring(1, quote.length() - 1);
  }

  static String text(String text) {
    StringBuilder quote = new StringBuilder(LONGEST + 5).append('"');
    int shown = 0;
    int i = 0;
    while (i < text.length() && shown < LONGEST) {
      int c = text.codePointAt(i);
      quote.append(printable(c));
      i += Character.charCount(c);
      shown++;
    }
    return quote.append(i < text.length() ? "...\"" : "\"").toString();
  }

  private static String printable(int c) {
    if (Character.getType(c) == Character.SURROGATE) {
      return String.format("\\u%04x", c);
    }
    return switch (c) {
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c);
    };
  }
}
