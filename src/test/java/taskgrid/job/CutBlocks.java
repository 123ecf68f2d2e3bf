package taskgrid.job;

import java.util.Random;

/** Inputs in memory, in blocks that are cut at random, with pauses between them. */
final class CutBlocks implements BlockSource {
  private final Random random;
  private final byte[][] inputs;
  private int input;
  private int position;

  /**
   * @param random null: each input is one block, without pauses
   */
  CutBlocks(Random random, byte[]... inputs) {
    this.random = random;
    this.inputs = inputs;
  }

  @Override
  public Block next() {
    if (ended() || (random != null && random.nextInt(4) == 0)) {
      return null;
    }
    byte[] bytes = inputs[input];
    int left = bytes.length - position;
    int length = random == null ? left : Math.min(left, random.nextInt(8));
    Block block = new Block(Math.max(1, length));
    block.append(bytes, position, position + length);
    position += length;
    if (position == bytes.length && (random == null || random.nextBoolean())) {
      block.endsInput = true;
      input++;
      position = 0;
    }
    return block;
  }

  @Override
  public boolean ended() {
    return input == inputs.length;
  }
}
