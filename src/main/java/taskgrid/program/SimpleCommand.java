package taskgrid.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
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

  /** What a script can tell by whether a shell of its own runs it. */
  private static final String TELLING = "$`";

  private static final Set<String> SHELLS = Set.of("sh", "/bin/sh");

  /** Each as it is meant, its bytes as characters; empty if this is more than one program. */
  private final List<String> words;

  private SimpleCommand(List<String> words) {
    this.words = words;
  }

  static SimpleCommand of(byte[] command) {
    return new SimpleCommand(read(new String(command, ISO_8859_1)));
  }

  /** The first word, as it is meant; null if this is more than a program and its arguments. */
  @Nullable String program() {
    return words.isEmpty() ? null : words.get(0);
  }

  /**
   * What {@code sh -c SCRIPT} has a shell do, if a shell that is there already can do it just as
   * well; null if this is something else.
   */
  byte @Nullable [] script() {
    boolean script =
        words.size() == 3 && SHELLS.contains(words.get(0)) && words.get(1).equals("-c");
    String text = script ? words.get(2) : "";
    boolean tells = text.chars().anyMatch(c -> TELLING.indexOf(c) >= 0);
    return text.isBlank() || tells ? null : text.getBytes(ISO_8859_1);
  }

  private static List<String> read(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t') {
        if (word.length() > 0 || quoted) {
          words.add(word.toString());
        }
        word.setLength(0);
        quoted = false;
      } else if (c == '\'') {
        int end = text.indexOf('\'', i + 1);
        if (end < 0) {
          return List.of();
        }
        quoted = true;
        word.append(text, i + 1, end);
        i = end;
      } else if (c == '\\') {
        // Behind a backslash at the end stands what we add; behind a line end, nothing.
        if (i + 1 >= text.length() || text.charAt(i + 1) == '\n') {
          return List.of();
        }
        quoted = true;
        i++;
        word.append(text.charAt(i));
      } else if (isPlain(c) && !(c == '=' && words.isEmpty())) {
        word.append(c);
      } else {
        return List.of();
      }
    }
    if (word.length() > 0 || quoted) {
      words.add(word.toString());
    }
    boolean none = words.isEmpty() || words.get(0).isEmpty() || KEYWORDS.contains(words.get(0));
    return none ? List.of() : words;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_-+./,:@%=".indexOf(c) >= 0;
  }
}
