package io.gantry.loader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.verify.Sha256;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PiecesPropertyTest {

    private static final byte[] CONTENT = new byte[3 * Pieces.SIZE + 4711];

    static {
        new Random(3).nextBytes(CONTENT);
    }

    /// Wherever a transfer begins and however its bytes are cut: what came in one go is known.
    @Property(tries = 60)
    void shouldKnowThePiecesThatCameInOneGo(
            @ForAll @IntRange(max = 3 * Pieces.SIZE) int start,
            @ForAll @IntRange(min = 1, max = Pieces.SIZE * 2) int step,
            @ForAll @IntRange(max = 3 * Pieces.SIZE + 4711) int end) {
        Pieces pieces = new Pieces();
        long size = CONTENT.length;
        RemoteFile file = new RemoteFile("m", size, "m", "1", true);
        Pieces.Arrival arrival = pieces.arrival(file, size, start);
        for (int at = start; at < end; at += step) {
            arrival.update(CONTENT, at, Math.min(step, end - at));
        }

        for (int from = 0; from < CONTENT.length; from += Pieces.SIZE) {
            int to = (int) Pieces.end(from, size);
            Optional<byte[]> digest = pieces.of("m", from, to, size);
            if (from >= start && to <= end) {
                assertThat(digest.orElseThrow()).isEqualTo(sha256(from, to));
            } else {
                assertThat(digest).isEmpty();
            }
        }
    }

    private static byte[] sha256(int from, int to) {
        var digest = Sha256.newDigest();
        digest.update(CONTENT, from, to - from);
        return digest.digest();
    }
}
