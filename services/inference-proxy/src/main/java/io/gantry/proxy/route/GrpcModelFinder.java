package io.gantry.proxy.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Finds the model's name in the first message of a gRPC call: field 1 of every request of the Open
/// Inference Protocol that has one. Other fields are passed over, and nothing behind the name is
/// read.
final class GrpcModelFinder implements ModelFinder {

    private static final int MODEL_NAME = 1;
    private static final int MAX_MODEL = 1024;
    private static final int LENGTH_BYTES = 4;
    private static final Outcome MORE = new Outcome.More();

    private State state = State.COMPRESSED;

    /// Bytes of the message that were not read yet.
    private long left;

    /// The number that is being read.
    private long number;

    private int numberBytes;
    private long field;

    /// Bytes of a field's value that were not read yet.
    private long valueLeft;

    private byte[] name = {};

    @Override
    public Outcome feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            Outcome outcome = state.inValue() ? value(bytes) : take(bytes.get() & 0xff);
            if (!(outcome instanceof Outcome.More)) {
                return outcome;
            }
        }
        return MORE;
    }

    @Override
    public Outcome end() {
        return new Outcome.Broken("the call ends within its first message");
    }

    private Outcome take(int next) {
        return switch (state) {
            case COMPRESSED -> compressed(next);
            case LENGTH -> length(next);
            case TAG, VARINT, SIZE -> varint(next);
            case VALUE, NAME -> throw new IllegalStateException("Values are not read by bytes");
        };
    }

    private Outcome compressed(int flag) {
        state = State.LENGTH;
        return flag == 0
                ? MORE
                : new Outcome.Broken(
                        "the message is compressed; name the model in the metadata x-gateway-model-name");
    }

    private Outcome length(int next) {
        number = number << 8 | next;
        numberBytes++;
        if (numberBytes < LENGTH_BYTES) {
            return MORE;
        }
        left = number;
        return fieldEnds();
    }

    private Outcome fieldEnds() {
        number = 0;
        numberBytes = 0;
        state = State.TAG;
        return left == 0 ? new Outcome.Missing() : MORE;
    }

    private Outcome varint(int next) {
        left--;
        int shift = 7 * numberBytes;
        if (shift >= Long.SIZE) {
            return noMessage();
        }
        number |= (long) (next & 0x7f) << shift;
        numberBytes++;
        if ((next & 0x80) != 0) {
            return left == 0 ? noMessage() : MORE;
        }
        return switch (state) {
            case TAG -> tag();
            case VARINT -> fieldEnds();
            default -> size(number);
        };
    }

    private Outcome tag() {
        field = number >>> 3;
        int type = (int) (number & 7);
        number = 0;
        numberBytes = 0;
        if (field == MODEL_NAME && type != 2) {
            return noMessage();
        }
        return switch (type) {
            case 0 -> expect(State.VARINT);
            case 1 -> size(Long.BYTES);
            case 2 -> expect(State.SIZE);
            case 5 -> size(Integer.BYTES);
            default -> noMessage();
        };
    }

    private Outcome expect(State next) {
        state = next;
        return left == 0 ? noMessage() : MORE;
    }

    private Outcome size(long size) {
        if (size < 0 || size > left) {
            return noMessage();
        }
        valueLeft = size;
        if (field != MODEL_NAME) {
            state = State.VALUE;
            return size == 0 ? fieldEnds() : MORE;
        }
        if (size > MAX_MODEL) {
            return new Outcome.Broken("'model_name' is longer than %d bytes".formatted(MAX_MODEL));
        }
        state = State.NAME;
        name = new byte[(int) size];
        return size == 0 ? new Outcome.Missing() : MORE;
    }

    private Outcome value(ByteBuffer bytes) {
        int count = (int) Math.min(valueLeft, bytes.remaining());
        if (state == State.NAME) {
            bytes.get(name, name.length - (int) valueLeft, count);
        } else {
            bytes.position(bytes.position() + count);
        }
        valueLeft -= count;
        left -= count;
        if (valueLeft > 0) {
            return MORE;
        }
        return state == State.NAME
                ? new Outcome.Found(new String(name, StandardCharsets.UTF_8))
                : fieldEnds();
    }

    private static Outcome noMessage() {
        return new Outcome.Broken("the first message is no protobuf message with a 'model_name'");
    }

    private enum State {
        /// In front of the flag that says whether the message is compressed.
        COMPRESSED,
        /// In the message's length.
        LENGTH,
        /// In a field's number and type.
        TAG,
        /// In a field whose value is one number.
        VARINT,
        /// In the size of a field's value.
        SIZE,
        /// In a value that is passed over.
        VALUE,
        /// In the model's name.
        NAME;

        boolean inValue() {
            return this == VALUE || this == NAME;
        }
    }
}
