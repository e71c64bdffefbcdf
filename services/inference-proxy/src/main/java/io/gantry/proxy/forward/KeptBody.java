package io.gantry.proxy.forward;

import io.gantry.proxy.log.Budget;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was sent of a request's body, for as long as another replica may have to have it. Kept in
/// the pieces that passed, of which none is copied.
final class KeptBody {

    private final Budget budget;
    private @Nullable List<Buffer> pieces = new ArrayList<>(1);
    private long length;
    private boolean ended;

    KeptBody(Budget budget) {
        this.budget = budget;
    }

    void add(Buffer piece) {
        if (pieces == null || piece.length() == 0) {
            return;
        }
        if (budget.take(piece.length())) {
            length += piece.length();
            pieces.add(piece);
        } else {
            forget();
        }
    }

    /// Whether it may become whole.
    boolean isKept() {
        return pieces != null;
    }

    /// Nothing more comes.
    void ended() {
        ended = true;
    }

    /// All of it; empty while some is yet to come, and when there was no room.
    Optional<Buffer> whole() {
        if (pieces == null || !ended) {
            return Optional.empty();
        }
        if (pieces.size() == 1) {
            return Optional.of(pieces.getFirst());
        }
        Buffer whole = Buffer.buffer((int) length);
        pieces.forEach(whole::appendBuffer);
        return Optional.of(whole);
    }

    /// Nobody else will have to have it.
    void forget() {
        if (pieces != null) {
            budget.giveBack(length);
            pieces = null;
        }
    }
}
