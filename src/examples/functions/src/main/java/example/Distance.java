package example;

import java.nio.charset.StandardCharsets;
import taskgrid.function.InvalidTask;
import taskgrid.function.TaskContext;
import taskgrid.function.TaskFunction;

/** A function with two arguments, which refuses what it cannot be given, also with --check. */
public final class Distance implements TaskFunction {
  @Override
  public String name() {
    return "distance";
  }

  @Override
  public String help() {
    return "distance A B: how many changes of a letter make one word of the other";
  }

  @Override
  public String apply(String input, TaskContext context) throws Exception {
    String[] words = words(input);
    String a = words[0];
    String b = words[1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      if (context.cancelled()) {
        // Long functions look now and then whether somebody still waits.
        throw new InterruptedException();
      }
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return Integer.toString(row[b.length()]);
  }

  @Override
  public void check(byte[] argument) throws InvalidTask {
    words(new String(argument, StandardCharsets.UTF_8));
  }

  private static String[] words(String input) throws InvalidTask {
    String[] words = input.trim().split(" +");
    if (words.length != 2) {
      throw new InvalidTask("distance needs two words, got " + words.length);
    }
    return words;
  }
}
