package taskgrid.grid.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.HeldJobs;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Grid.PullItem;
import taskgrid.grid.Grid.PullReply;
import taskgrid.grid.Grid.PullRequest;
import taskgrid.grid.Lines;
import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.task.FailureKind;
import taskgrid.task.JobCounts;
import taskgrid.task.MemberStatus;
import taskgrid.task.TaskResult;
import taskgrid.task.TaskState;

/** Requests and replies as bytes. Every pair of methods mirrors each other field by field. */
public final class Codec {
  private Codec() {}

  public static void write(ByteWriter out, BatchKey key) {
    out.string(key.job()).varint(key.stage()).varint(key.first()).zigzag(key.route());
  }

  public static BatchKey batchKey(ByteReader in) {
    return new BatchKey(in.text(), (int) in.varint(), in.varint(), (int) in.zigzag());
  }

  public static byte[] encode(PullRequest request) {
    ByteWriter out = new ByteWriter();
    out.string(request.job()).fixed64(request.epoch()).varint(request.cursor());
    out.u8((request.withBytes() ? 1 : 0) | (request.submitter() ? 2 : 0));
    out.varint(request.maxBytes()).varint(request.deliveredBelow()).varint(request.head());
    out.varint(request.maxWaitMillis()).varint(request.delivered().length);
    for (long first : request.delivered()) {
      out.varint(first);
    }
    return out.toByteArray();
  }

  public static PullRequest pullRequest(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    String job = in.text();
    long epoch = in.fixed64();
    long cursor = in.varint();
    int flags = in.u8();
    int maxBytes = (int) in.varint();
    long below = in.varint();
    long head = in.varint();
    int wait = (int) in.varint();
    long[] delivered = new long[in.varint(0, in.remaining())];
    for (int i = 0; i < delivered.length; i++) {
      delivered[i] = in.varint();
    }
    return new PullRequest(
        job,
        epoch,
        cursor,
        (flags & 1) != 0,
        maxBytes,
        below,
        delivered,
        (flags & 2) != 0,
        head,
        wait);
  }

  public static byte[] encode(PullReply reply) {
    int size = 64;
    for (PullItem item : reply.items()) {
      size += 64 + (item.bytes() == null ? 0 : item.size());
    }
    ByteWriter out = new ByteWriter(size);
    out.fixed64(reply.epoch()).varint(reply.cursor()).zigzag(reply.credit());
    out.varint(reply.taskNanos()).u8(reply.cancelled() ? 1 : 0).varint(reply.items().size());
    reply.items().forEach(item -> write(out, item));
    return out.toByteArray();
  }

  private static void write(ByteWriter out, PullItem item) {
    byte[] bytes = item.bytes();
    write(out, item.key());
    out.zigzag(item.n()).varint(item.after()).varint(item.lines()).varint(item.tasks());
    out.u8((item.complete() ? 1 : 0) | (bytes != null ? 2 : 0)).varint(item.size());
    if (bytes != null) {
      out.bytes(bytes);
    }
  }

  public static PullReply pullReply(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    long epoch = in.fixed64();
    long cursor = in.varint();
    long credit = in.zigzag();
    long nanos = in.varint();
    boolean cancelled = in.u8() != 0;
    int count = in.varint(0, in.remaining());
    List<PullItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(pullItem(in));
    }
    return new PullReply(epoch, cursor, credit, nanos, cancelled, items);
  }

  private static PullItem pullItem(ByteReader in) {
    BatchKey key = batchKey(in);
    int n = (int) in.zigzag();
    long after = in.varint();
    int lines = (int) in.varint();
    int tasks = (int) in.varint();
    int flags = in.u8();
    int size = (int) in.varint();
    byte[] bytes = (flags & 2) != 0 ? in.bytes() : null;
    return new PullItem(key, n, after, lines, tasks, (flags & 1) != 0, size, bytes);
  }

  public static byte[] encode(Progress progress) {
    ByteWriter out = new ByteWriter();
    JobCounts counts = progress.counts();
    out.u8(progress.whole() ? 1 : 0);
    out.varint(counts.waiting()).varint(counts.running()).varint(counts.succeeded());
    out.varint(counts.failed()).varint(counts.cancelled()).varint(progress.lastLine());
    out.zigzag(progress.submitterSilentMillis()).varint(progress.lastResultMillis());
    out.varint(progress.members().size());
    progress.members().forEach(out::string);
    out.varint(progress.failures().size());
    progress.failures().forEach(result -> write(out, result));
    return out.toByteArray();
  }

  public static Progress progress(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    boolean whole = in.u8() != 0;
    JobCounts counts =
        new JobCounts(in.varint(), in.varint(), in.varint(), in.varint(), in.varint());
    long lastLine = in.varint();
    long silent = in.zigzag();
    long lastResult = in.varint();
    List<String> members = new ArrayList<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      members.add(in.text());
    }
    List<TaskResult> failures = new ArrayList<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      failures.add(failure(in));
    }
    return new Progress(whole, counts, lastLine, silent, lastResult, members, failures);
  }

  private static void write(ByteWriter out, TaskResult failure) {
    FailureKind kind = failure.kind();
    Instant started = failure.started();
    out.varint(failure.task()).string(failure.error()).zigzag(kind == null ? -1 : kind.ordinal());
    out.string(failure.member()).varint(failure.attempts());
    out.varint(started == null ? 0 : started.toEpochMilli()).varint(failure.nanos());
  }

  private static TaskResult failure(ByteReader in) {
    long task = in.varint();
    String error = in.string();
    int kind = (int) in.zigzag();
    String member = in.string();
    int attempts = (int) in.varint();
    long started = in.varint();
    return new TaskResult(
        task,
        TaskState.FAILED,
        null,
        error,
        kind < 0 ? null : FailureKind.values()[kind],
        null,
        null,
        member,
        attempts,
        started == 0 ? null : Instant.ofEpochMilli(started),
        in.varint());
  }

  public static byte[] encode(MemberStatus status) {
    ByteWriter out = new ByteWriter();
    out.string(status.address());
    writeMap(out, status.labels());
    out.varint(status.slots()).varint(status.running()).varint(status.waiting());
    out.varint(status.heapUsed()).varint(status.heapMax()).string(status.version());
    return out.toByteArray();
  }

  public static MemberStatus memberStatus(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new MemberStatus(
        in.text(),
        map(in),
        (int) in.varint(),
        (int) in.varint(),
        in.varint(),
        in.varint(),
        in.varint(),
        in.text());
  }

  public static void writeMap(ByteWriter out, Map<String, String> map) {
    out.varint(map.size());
    map.forEach((key, value) -> out.string(key).string(value));
  }

  public static Map<String, String> map(ByteReader in) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      map.put(in.text(), in.text());
    }
    return map;
  }

  public static byte[] encode(HeldJobs held) {
    ByteWriter out = new ByteWriter().u8(held.whole() ? 1 : 0).varint(held.jobs().size());
    held.jobs().forEach(out::string);
    return out.toByteArray();
  }

  public static HeldJobs heldJobs(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    boolean whole = in.u8() != 0;
    List<String> jobs = new ArrayList<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      jobs.add(in.text());
    }
    return new HeldJobs(whole, jobs);
  }

  public static byte[] encode(ClaimRequest request) {
    ByteWriter out = new ByteWriter().varint(request.max()).u8(request.suspect() ? 1 : 0);
    out.varint(request.maxWaitMillis());
    writeMap(out, request.labels());
    out.u8(request.shell() ? 1 : 0);
    texts(out, request.functions());
    texts(out, request.bundles());
    out.u8(request.limited() ? 1 : 0);
    return texts(out, request.full()).toByteArray();
  }

  public static ClaimRequest claimRequest(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int max = (int) in.varint();
    boolean suspect = in.u8() != 0;
    int wait = (int) in.varint();
    Map<String, String> labels = map(in);
    boolean shell = in.u8() != 0;
    return new ClaimRequest(
        max, suspect, wait, labels, shell, texts(in), texts(in), in.u8() != 0, texts(in));
  }

  private static ByteWriter texts(ByteWriter out, List<String> texts) {
    out.varint(texts.size());
    texts.forEach(out::string);
    return out;
  }

  private static List<String> texts(ByteReader in) {
    List<String> texts = new ArrayList<>();
    for (int left = in.varint(0, in.remaining()); left > 0; left--) {
      texts.add(in.text());
    }
    return texts;
  }

  /** Which lines a member has. */
  public static byte[] encodeLines(List<Lines> lines) {
    ByteWriter out = new ByteWriter();
    lines.forEach(some -> out.varint(some.first()).varint(some.last()).varint(some.tasks()));
    return out.toByteArray();
  }

  public static List<Lines> lines(byte[] answer) {
    ByteReader in = new ByteReader(answer);
    List<Lines> lines = new ArrayList<>();
    while (in.remaining() > 0) {
      lines.add(new Lines(in.varint(), in.varint(), in.varint()));
    }
    return lines;
  }
}
