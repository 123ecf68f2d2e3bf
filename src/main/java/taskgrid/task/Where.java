package taskgrid.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule over a member's labels that says whether it may run a job's tasks:
 *
 * <pre>
 * rule  = all ("||" all)*
 * all   = one ("&amp;&amp;" one)*
 * one   = "!" one | "(" rule ")" | LABEL
 *       | LABEL "==" VALUE | LABEL "!=" VALUE | LABEL "in" "(" VALUE ("," VALUE)* ")"
 * </pre>
 *
 * <p>A label alone asks whether the member has it. A label that a member does not have is equal to
 * nothing: {@code zone != eu} is true there. A value is a word of letters, digits and {@code
 * ._:/@+-}, or stands in quotes.
 */
public final class Where {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(==|!=|&&|\\|\\||[!(),\\[\\]])|([\\p{L}\\p{N}_.:/@+-]+)|'([^']*)'|\"([^\"]*)\")");

  private final String text;
  private final Predicate<Map<String, String>> rule;

  private Where(String text, Predicate<Map<String, String>> rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * Understands a rule.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong, and where
   */
  public static Where parse(String text) {
    return new Where(text, new Parser(text).all());
  }

  /** Whether a member with these labels may run the tasks. */
  public boolean matches(Map<String, String> labels) {
    return rule.test(labels);
  }

  /** The rule as it was written. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Where where && where.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** A recursive descent over the rule's tokens. */
  private static final class Parser {
    /** What was read, and where it begins; an operator, or a word. */
    private record Token(String operator, String word, int at) {}

    private static final Token END = new Token("", "", -1);

    private final List<Token> tokens = new ArrayList<>();
    private int next;

    Parser(String text) {
      Matcher token = TOKEN.matcher(text);
      int at = 0;
      int length = text.stripTrailing().length();
      while (at < length) {
        if (!token.find(at) || token.start() != at) {
          throw new IllegalArgumentException(
              "what begins with '%s' is not understood".formatted(text.substring(at).strip()));
        }
        tokens.add(token(token));
        at = token.end();
      }
    }

    private static Token token(Matcher found) {
      for (int group = 2; group <= 4; group++) {
        if (found.group(group) != null) {
          return new Token("", found.group(group), found.start(group) + 1);
        }
      }
      return new Token(found.group(1), "", found.start(1) + 1);
    }

    Predicate<Map<String, String>> all() {
      Predicate<Map<String, String>> rule = either();
      if (next < tokens.size()) {
        throw unexpected("&&, || or the end");
      }
      return rule;
    }

    private Predicate<Map<String, String>> either() {
      Predicate<Map<String, String>> rule = both();
      while (takes("||")) {
        rule = rule.or(both());
      }
      return rule;
    }

    private Predicate<Map<String, String>> both() {
      Predicate<Map<String, String>> rule = one();
      while (takes("&&")) {
        rule = rule.and(one());
      }
      return rule;
    }

    private Predicate<Map<String, String>> one() {
      if (takes("!")) {
        return one().negate();
      }
      if (takes("(")) {
        Predicate<Map<String, String>> rule = either();
        need(")");
        return rule;
      }
      String label = word("a label");
      if (takes("==")) {
        String value = word("a value");
        return labels -> value.equals(labels.get(label));
      }
      if (takes("!=")) {
        String value = word("a value");
        return labels -> !value.equals(labels.get(label));
      }
      if (peek().operator().isEmpty() && peek().word().equals("in")) {
        next++;
        List<String> values = values();
        return labels -> labels.containsKey(label) && values.contains(labels.get(label));
      }
      return labels -> labels.containsKey(label);
    }

    private List<String> values() {
      String close = takes("[") ? "]" : ")";
      if (close.equals(")")) {
        need("(");
      }
      List<String> values = new ArrayList<>(List.of(word("a value")));
      while (takes(",")) {
        values.add(word("a value"));
      }
      need(close);
      return List.copyOf(values);
    }

    private boolean ended() {
      return next == tokens.size();
    }

    private Token peek() {
      return next < tokens.size() ? tokens.get(next) : END;
    }

    private boolean takes(String operator) {
      boolean there = peek().operator().equals(operator);
      next += there ? 1 : 0;
      return there;
    }

    private void need(String operator) {
      if (!takes(operator)) {
        throw unexpected("'" + operator + "'");
      }
    }

    private String word(String what) {
      Token token = peek();
      if (ended() || !token.operator().isEmpty()) {
        throw unexpected(what);
      }
      next++;
      return token.word();
    }

    private IllegalArgumentException unexpected(String wanted) {
      Token token = peek();
      if (ended()) {
        return new IllegalArgumentException("it ends where " + wanted + " is expected");
      }
      String found = token.operator().isEmpty() ? token.word() : token.operator();
      return new IllegalArgumentException(
          "'%s' at position %d, where %s is expected".formatted(found, token.at(), wanted));
    }
  }
}
