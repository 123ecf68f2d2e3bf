package taskgrid.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command is one program and its arguments, so that the shell has nothing to expand, to
 * divide or to remember: plain words, and what stands in single quotes or behind a backslash.
 */
final class SimpleCommand {
  /** Words with which something else begins; and those that would not be looked up as programs. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "!",
          "{",
          "}",
          "case",
          "do",
          "done",
          "elif",
          "else",
          "esac",
          "fi",
          "for",
          "function",
          "if",
          "in",
          "select",
          "then",
          "time",
          "until",
          "while",
          "[[",
          "]]",
          "coproc");

  private final @Nullable String program;

  private SimpleCommand(@Nullable String program) {
    this.program = program;
  }

  static SimpleCommand of(byte[] command) {
    return new SimpleCommand(read(new String(command, ISO_8859_1)));
  }

  /** The first word, as it is meant; null if this is more than a program and its arguments. */
  @Nullable String program() {
    return program;
  }

  private static @Nullable String read(String text) {
    StringBuilder word = new StringBuilder();
    String first = null;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t') {
        if (first == null && (word.length() > 0 || quoted)) {
          first = word.toString();
        }
      } else if (c == '\'') {
        int end = text.indexOf('\'', i + 1);
        if (end < 0) {
          return null;
        }
        quoted = true;
        word.append(text, i + 1, end);
        i = end;
      } else if (c == '\\') {
        // Behind a backslash at the end stands what we add; behind a line end, nothing.
        if (i + 1 >= text.length() || text.charAt(i + 1) == '\n') {
          return null;
        }
        quoted = true;
        i++;
        word.append(text.charAt(i));
      } else if (isPlain(c) && !(c == '=' && first == null)) {
        word.append(c);
      } else {
        return null;
      }
    }
    String program = first == null ? word.toString() : first;
    return program.isEmpty() || KEYWORDS.contains(program) ? null : program;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_-+./,:@%=".indexOf(c) >= 0;
  }
}
