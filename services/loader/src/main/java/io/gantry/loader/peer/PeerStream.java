package io.gantry.loader.peer;

import io.gantry.loader.fetch.Location;
import io.gantry.loader.fetch.NetworkTrouble;
import io.gantry.loader.fetch.Range;
import io.gantry.loader.fetch.RemoteFile;
import io.gantry.loader.outcome.LoadFailedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// A range of a file, put together from pieces of peers and stretches of the source.
final class PeerStream extends InputStream {

    private final PeerSource source;
    private final Request request;
    private final long end;
    private long at;
    private Segment segment;

    private PeerStream(PeerSource source, Request request) throws LoadFailedException {
        this.source = source;
        this.request = request;
        this.at = request.range().from();
        this.end = Math.min(request.range().to(), request.size());
        this.segment = next();
    }

    /// The first bytes are asked for here, so that what the source says against it is heard.
    static PeerStream open(PeerSource source, Request request) throws LoadFailedException {
        return new PeerStream(source, request);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        if (at == segment.end() && at < end) {
            segment.in().close();
            segment = nextOrIoFailure();
        }
        // Behind the end, too: a file that has more than was listed has changed.
        long most = at < segment.end() ? segment.end() - at : length;
        int count = segment.in().read(buffer, from, (int) Math.min(length, most));
        if (count > 0) {
            at += count;
            account(buffer, from, count);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        segment.in().close();
    }

    private void account(byte[] buffer, int from, int count) {
        if (segment.arrival().isPresent()) {
            segment.arrival().get().update(buffer, from, count);
            source.metrics().fromSource(count);
        } else {
            source.metrics().fromPeer(count);
        }
    }

    private Segment nextOrIoFailure() throws IOException {
        try {
            return next();
        } catch (LoadFailedException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Segment next() throws LoadFailedException {
        RemoteFile file = request.file();
        long size = request.size();
        long stretchEnd = Math.min(PeerSource.stretchEnd(file, size, at), end);
        long pieceEnd = Math.min(Pieces.end(at, size), stretchEnd);
        Optional<PeerAnswer.Piece> piece = ask(source.wanted(file, at, pieceEnd));
        if (piece.isPresent()) {
            if (at % Pieces.SIZE == 0 && pieceEnd == Pieces.end(at, size)) {
                source.pieces().put(file.path(), at, piece.get().sha256());
            }
            return new Segment(
                    new ByteArrayInputStream(piece.get().bytes()), pieceEnd, Optional.empty());
        }
        // To the end as it was asked for: who asks for no range is not to be answered with one.
        long to = stretchEnd == end ? request.range().to() : stretchEnd;
        InputStream in = source.source().open(request.location(), file, new Range(at, to));
        return new Segment(in, stretchEnd, Optional.of(source.pieces().arrival(file, size, at)));
    }

    private Optional<PeerAnswer.Piece> ask(Wanted wanted) throws LoadFailedException {
        try {
            return source.company().piece(wanted, request.size());
        } catch (IOException e) {
            // Nobody waits for it any more.
            throw NetworkTrouble.failure(request.location().uri(), "the peer", e);
        }
    }

    /// What was asked for.
    record Request(Location location, RemoteFile file, long size, Range range) {}

    /// Bytes from one place.
    ///
    /// @param end the first byte that does not come from there
    /// @param arrival empty for what a peer sent, which was checked
    private record Segment(InputStream in, long end, Optional<Pieces.Arrival> arrival) {}
}
