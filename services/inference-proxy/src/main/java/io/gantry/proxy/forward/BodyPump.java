package io.gantry.proxy.forward;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/// Moves a body from a stream to another as fast as the slower of the two.
///
/// Where the length is known, the last bytes go out together with the end, which for a small body
/// makes one write of the whole message.
final class BodyPump {

    private final ReadStream<Buffer> from;
    private final WriteStream<Buffer> to;
    private final Progress progress;
    private long left;
    private boolean ended;

    /// @param length bytes still to come; -1 when that is not known
    BodyPump(ReadStream<Buffer> from, WriteStream<Buffer> to, long length, Progress progress) {
        this.from = from;
        this.to = to;
        this.left = length;
        this.progress = progress;
    }

    void start() {
        from.handler(this::move);
        from.endHandler(_ -> end());
        from.resume();
    }

    boolean ended() {
        return ended;
    }

    private void move(Buffer bytes) {
        progress.moved(bytes);
        if (left >= 0) {
            left -= bytes.length();
            if (left == 0) {
                ended = true;
                progress.ending();
                progress.ended(to.end(bytes));
                return;
            }
        }
        to.write(bytes);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(_ -> from.resume());
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            progress.ending();
            progress.ended(to.end());
        }
    }

    /// Hears how the body gets on.
    interface Progress {

        void moved(Buffer bytes);

        /// The receiving stream is about to be ended.
        default void ending() {}

        /// The last byte was handed to the receiving stream.
        ///
        /// @param written completes when the stream has got rid of it
        void ended(Future<Void> written);
    }
}
