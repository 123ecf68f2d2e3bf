package taskgrid.grid.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.layout.Batch;
import taskgrid.task.JobOptions;
import taskgrid.task.Source;
import taskgrid.task.Stage;

class SourceDriveTest {
  private static final String JOB = "p2ks1";

  /** What the grid has. */
  private final TreeMap<BatchKey, byte[]> stored = new TreeMap<>();

  private byte @Nullable [] reserved;
  private boolean drained;
  private boolean cancelled;
  private boolean full;
  private boolean storeFails;
  private final List<String> sealed = new ArrayList<>();
  private long now = 1_000_000;
  private Source source = new Source("random 1 10", Duration.ofMillis(100), 0);

  /** A member that owns the source's facts. */
  private final class Member implements SourceDrive.Facts, SourceDrive.Places {
    private final int route;
    private final SourceDrive drive;
    private boolean owns = true;

    Member(int route) {
      this.route = route;
      this.drive = new SourceDrive(this, this, new Now());
    }

    @Override
    public List<String> own() {
      return owns ? List.of(JOB) : List.of();
    }

    @Override
    public JobFacts read(String job) {
      Stage stage =
          new Stage(
              "p2k",
              "p",
              null,
              "source",
              1,
              null,
              List.of("p2ks2"),
              "p2ks2",
              null,
              false,
              0,
              source,
              true);
      JobOptions options = JobOptions.DEFAULT.withStage(stage);
      long total = sealed.isEmpty() ? -1 : 1;
      return new JobFacts(
          job, options, 0, total, 0, false, cancelled, null, false, null, false, List.of(), -1, -1);
    }

    @Override
    public boolean drained(String job) {
      return drained;
    }

    @Override
    public void seal(String job, long tasks, long lastLine, boolean cutShort) {
      sealed.add(tasks + " " + lastLine + (cutShort ? " cut short" : ""));
    }

    @Override
    public byte @Nullable [] reserved(String job) {
      return reserved;
    }

    @Override
    public boolean reserve(String job, byte @Nullable [] before, byte[] after) {
      boolean same = Arrays.equals(before, reserved);
      reserved = same ? after : reserved;
      return same;
    }

    @Override
    public int route() {
      return route;
    }

    @Override
    public boolean isFull(String job) {
      return full;
    }

    @Override
    public void store(BatchKey key, byte[] batch) {
      if (storeFails) {
        throw new IllegalStateException("the member is dying");
      }
      stored.put(key, batch);
    }
  }

  private final class Now extends Clock {
    @Override
    public long millis() {
      return now;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** The numbers of the items that there are; each must be there once. */
  private List<Long> items() {
    List<Long> items = new ArrayList<>();
    for (Map.Entry<BatchKey, byte[]> entry : stored.entrySet()) {
      Batch batch = Batch.read(entry.getValue());
      assertThat(batch.after()).isEqualTo(batch.first() - 1);
      for (int line = 0; line < batch.lines(); line++) {
        assertThat(new String(batch.line(line), UTF_8)).isEqualTo("random 1 10");
        items.add(batch.first() + line);
      }
    }
    return items;
  }

  private void pass(SourceDrive drive, long millis) {
    now += millis;
    drive.drive();
  }

  @Test
  void makesItemsAtItsPace() {
    SourceDrive drive = new Member(1).drive;
    drive.find();
    pass(drive, 0);
    assertThat(items()).containsExactly(1L);

    pass(drive, 99);
    assertThat(items()).hasSize(1);
    pass(drive, 1);
    pass(drive, 250);
    assertThat(items()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void makesNoMoreThanItShallAndSealsThen() {
    source = new Source("random 1 10", Duration.ZERO, 300);
    SourceDrive drive = new Member(1).drive;
    drive.find();
    pass(drive, 20);
    assertThat(items()).hasSize(256);
    assertThat(sealed).isEmpty();

    pass(drive, 20);
    pass(drive, 20);
    assertThat(items()).hasSize(300).endsWith(300L);
    assertThat(sealed).containsExactly("300 300");
  }

  @Test
  void makesNothingWhileThereIsNoRoomAndDoesNotCatchUp() {
    SourceDrive drive = new Member(1).drive;
    drive.find();
    full = true;
    pass(drive, 10_000);
    assertThat(items()).isEmpty();

    full = false;
    pass(drive, 0);
    assertThat(items()).containsExactly(1L);
  }

  @Test
  void anotherMemberGoesOnWithTheNextNumber() {
    Member first = new Member(1);
    first.drive.find();
    pass(first.drive, 300);
    Member second = new Member(2);
    second.drive.find();
    pass(second.drive, 100);

    assertThat(items()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void whatADyingMemberHadWrittenDownIsStoredByTheNext() {
    Member first = new Member(1);
    first.drive.find();
    storeFails = true;
    assertThatThrownBy(() -> pass(first.drive, 200)).hasMessage("the member is dying");
    storeFails = false;
    Member second = new Member(2);
    second.drive.find();
    assertThat(items()).as("under the key that was written down").containsExactly(1L, 2L, 3L);
    pass(second.drive, 0);

    assertThat(items()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(stored.firstKey().route()).isEqualTo(1);
  }

  @Test
  void ofTwoThatDriveAtOnceOneGivesWay() {
    Member first = new Member(1);
    Member second = new Member(2);
    first.drive.find();
    second.drive.find();
    pass(first.drive, 100);
    pass(second.drive, 100);
    pass(first.drive, 100);
    pass(second.drive, 100);

    assertThat(items()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(stored.keySet()).extracting(BatchKey::route).containsOnly(1);
  }

  @Test
  void endsWhenItIsDrainedOrCancelled() {
    Member member = new Member(1);
    member.drive.find();
    pass(member.drive, 100);
    drained = true;
    member.drive.find();
    pass(member.drive, 1000);
    assertThat(items()).hasSize(2);
    assertThat(sealed).containsExactly("2 2");

    sealed.clear();
    drained = false;
    cancelled = true;
    member.drive.find();
    assertThat(sealed).containsExactly("2 2 cut short");
  }

  @Test
  void whoDoesNotOwnItAnyMoreDrivesItNoMore() {
    Member member = new Member(1);
    member.drive.find();
    member.owns = false;
    member.drive.find();
    pass(member.drive, 1000);

    assertThat(items()).isEmpty();
  }
}
