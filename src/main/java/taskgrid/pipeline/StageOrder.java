package taskgrid.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import taskgrid.job.StageJob;
import taskgrid.job.StagePlan;
import taskgrid.task.Stage;

/** The stages of a file, each put behind the one that it reads; and what is wrong with that. */
final class StageOrder {
  private final Problems problems;
  private final Map<String, Placed> byName = new LinkedHashMap<>();
  private String before = StagePlan.SOURCE;

  /** A stage, the line where it stands, and the line that says what it reads. */
  private record Placed(int line, int readsAt, StageJob stage) {}

  StageOrder(Problems problems) {
    this.problems = problems;
  }

  /** What a stage reads that does not say so: the one before it, or the source. */
  String before() {
    return before;
  }

  /**
   * The next stage of the file. One without a name is none, which was said.
   *
   * @param line where it stands
   * @param readsAt where it says what it reads
   */
  void add(int line, int readsAt, StageJob stage) {
    if (stage.name().isEmpty()) {
      return;
    }
    before = stage.name();
    if (stage.name().equals(StagePlan.SOURCE)) {
      problems.add(line, "a stage cannot be called source, as what the first one reads is");
    }
    Placed first = byName.putIfAbsent(stage.name(), new Placed(line, readsAt, stage));
    if (first != null) {
      problems.add(
          line, "stage %s is there twice, first in line %d".formatted(stage.name(), first.line()));
    }
  }

  /** All of them: the last of the file is the last, which nobody may read. */
  List<StageJob> stages() {
    List<Placed> left = new ArrayList<>(byName.values());
    refuseUnknown(left);
    Map<String, Integer> flats = new HashMap<>();
    flats.put(StagePlan.SOURCE, 0);
    List<StageJob> ordered = new ArrayList<>();
    boolean any = true;
    while (any) {
      any = false;
      for (Placed placed : List.copyOf(left)) {
        String from = Objects.requireNonNullElse(placed.stage().from(), StagePlan.SOURCE);
        Integer flat = flats.get(from);
        if (flat != null) {
          left.remove(placed);
          ordered.add(read(placed.stage(), from));
          flats.put(placed.stage().name(), flat + (placed.stage().flat() ? 1 : 0));
          refuseTooFlat(placed, flat);
          any = true;
        }
      }
    }
    refuseCircles(left);
    return lastIsLast(ordered);
  }

  private static StageJob read(StageJob stage, String from) {
    @Nullable String reads = from.equals(StagePlan.SOURCE) ? null : from;
    return new StageJob(stage.name(), stage.options(), reads, stage.when(), stage.flat());
  }

  private void refuseUnknown(List<Placed> all) {
    for (Placed placed : List.copyOf(all)) {
      String from = placed.stage().from();
      if (from != null && !from.equals(StagePlan.SOURCE) && !byName.containsKey(from)) {
        problems.add(
            placed.readsAt(),
            "from: no stage is called '%s'; there are %s, %s"
                .formatted(from, StagePlan.SOURCE, String.join(", ", byName.keySet())));
        all.remove(placed);
      }
    }
  }

  private void refuseTooFlat(Placed placed, int before) {
    if (before > Stage.MOST_FLAT) {
      problems.add(
          placed.line(),
          "stage %s is behind %d flat stages; at most %d may follow each other"
              .formatted(placed.stage().name(), before, Stage.MOST_FLAT));
    }
  }

  private void refuseCircles(List<Placed> left) {
    Set<String> said = new HashSet<>();
    for (Placed placed : left) {
      List<String> circle = circle(placed);
      if (!circle.isEmpty() && said.addAll(circle)) {
        problems.add(
            placed.readsAt(),
            circle.size() == 1
                ? "from: stage %s reads itself".formatted(circle.get(0))
                : "from: stages %s read each other in a circle, and none of them the source"
                    .formatted(String.join(", ", circle)));
      }
    }
  }

  /**
   * The stages that a stage is in a circle with, in the order of the file; none if it is in none.
   */
  private List<String> circle(Placed start) {
    Set<String> names = new HashSet<>();
    String at = start.stage().name();
    while (byName.containsKey(at) && names.add(at)) {
      at = reads(at);
    }
    return at.equals(start.stage().name())
        ? byName.keySet().stream().filter(names::contains).toList()
        : List.of();
  }

  private String reads(String name) {
    Placed placed = byName.get(name);
    String from = placed == null ? null : placed.stage().from();
    return from == null ? StagePlan.SOURCE : from;
  }

  private List<StageJob> lastIsLast(List<StageJob> ordered) {
    for (StageJob stage : ordered) {
      Placed reader = byName.get(stage.name());
      if (before.equals(stage.from()) && reader != null) {
        problems.add(
            reader.readsAt(),
            "from: %s is the last of the file, whose results are read; put it further up"
                .formatted(before));
      }
    }
    List<StageJob> sorted = new ArrayList<>(ordered);
    sorted.sort((a, b) -> Boolean.compare(a.name().equals(before), b.name().equals(before)));
    return sorted;
  }
}
