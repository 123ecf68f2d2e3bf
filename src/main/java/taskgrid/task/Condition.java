package taskgrid.task;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule over a value that says whether it goes on to a stage:
 *
 * <pre>
 * rule = all ("||" all)*
 * all  = one ("&amp;&amp;" one)*
 * one  = "value" ("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") LITERAL
 * </pre>
 *
 * <p>Two numbers are compared as numbers, anything else as text, by the order of its characters. A
 * literal is a word without blanks, or stands in quotes.
 */
public final class Condition {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(==|!=|<=|>=|<|>|&&|\\|\\|)|([\\p{L}\\p{N}_.:/@+-]+)|'([^']*)'|\"([^\"]*)\")");

  private final String text;
  private final Predicate<String> rule;

  private Condition(String text, Predicate<String> rule) {
    this.text = text;
    this.rule = rule;
  }

  /**
   * Understands a rule.
   *
   * @throws IllegalArgumentException if it is none; the message says what is wrong
   */
  public static Condition parse(String text) {
    List<Token> tokens = tokens(text);
    Predicate<String> any = null;
    Predicate<String> all = null;
    for (int at = 0; ; at += 4) {
      Predicate<String> one = one(tokens, at);
      all = all == null ? one : all.and(one);
      String joint = at + 3 < tokens.size() ? tokens.get(at + 3).operator() : null;
      boolean ends = at + 3 >= tokens.size();
      if (!ends && !"&&".equals(joint) && !"||".equals(joint)) {
        throw new IllegalArgumentException("&& or || is expected before " + tokens.get(at + 3));
      }
      if (ends || "||".equals(joint)) {
        any = any == null ? all : any.or(all);
        all = null;
      }
      if (ends) {
        return new Condition(text, Objects.requireNonNull(any));
      }
    }
  }

  /** Whether a value goes on. */
  public boolean test(String value) {
    return rule.test(value);
  }

  /** The rule as it was written. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** An operator, or else a word. */
  private record Token(@Nullable String operator, String word) {
    @Override
    public String toString() {
      return operator == null ? word : operator;
    }
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.stripTrailing().length()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) {
        throw new IllegalArgumentException(
            "'" + text.substring(at).strip() + "' is not understood");
      }
      String word = null;
      for (int group = 2; group <= 4; group++) {
        word = matcher.group(group) == null ? word : matcher.group(group);
      }
      tokens.add(new Token(matcher.group(1), word == null ? "" : word));
      at = matcher.end();
    }
    return tokens;
  }

  private static Predicate<String> one(List<Token> tokens, int at) {
    if (at + 2 >= tokens.size()) {
      throw new IllegalArgumentException("it ends early; write it as in value > 10");
    }
    Token value = tokens.get(at);
    String operator = tokens.get(at + 1).operator();
    Token literal = tokens.get(at + 2);
    if (value.operator() != null || !value.word().equals("value")) {
      throw new IllegalArgumentException("'" + value + "' stands where value is expected");
    }
    if (operator == null || literal.operator() != null) {
      throw new IllegalArgumentException(
          "'%s %s' stands where a comparison is expected, as in > 10"
              .formatted(tokens.get(at + 1), literal));
    }
    String than = literal.word();
    return switch (operator) {
      case "==" -> text -> compare(text, than) == 0;
      case "!=" -> text -> compare(text, than) != 0;
      case "<" -> text -> compare(text, than) < 0;
      case "<=" -> text -> compare(text, than) <= 0;
      case ">" -> text -> compare(text, than) > 0;
      case ">=" -> text -> compare(text, than) >= 0;
      default -> throw new IllegalArgumentException("'" + operator + "' is no comparison");
    };
  }

  private static int compare(String one, String other) {
    BigDecimal first = number(one);
    BigDecimal second = number(other);
    return first != null && second != null ? first.compareTo(second) : one.compareTo(other);
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      // Of a longer one nobody expects that it is computed with.
      return text.length() > 100 ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
