package taskgrid.grid.run;

import java.util.ArrayList;
import java.util.List;

/** Acknowledgements as they come; a second one of the same chunk is told as such. */
final class Acks {
  private final List<String> heard = new ArrayList<>();

  Acknowledgement named(String name) {
    return new Acknowledgement() {
      private boolean settled;

      @Override
      public void settled(boolean safe) {
        heard.add(name + (safe ? " safe" : " gone") + (settled ? " once more" : ""));
        settled = true;
      }
    };
  }

  List<String> heard() {
    return heard;
  }
}
