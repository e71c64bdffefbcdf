package io.gantry.loader.peer;

import org.jspecify.annotations.Nullable;

/// What a peer has to say to a request for bytes.
sealed interface PeerAnswer {

    /// The bytes, which are those that came to the peer.
    final class Piece implements PeerAnswer {

        private final byte[] bytes;
        private final byte[] sha256;
        private final @Nullable String whole;

        /// @param sha256 of the bytes
        /// @param whole SHA-256 of the whole file in hex, as it came to the peer; null while it
        ///   comes
        Piece(byte[] bytes, byte[] sha256, @Nullable String whole) {
            this.bytes = bytes;
            this.sha256 = sha256;
            this.whole = whole;
        }

        byte[] bytes() {
            return bytes;
        }

        byte[] sha256() {
            return sha256;
        }

        @Nullable String whole() {
            return whole;
        }
    }

    /// They are on their way.
    ///
    /// @param done how many bytes of the artifact the peer has
    record NotYet(long done) implements PeerAnswer {}

    /// It has not heard of the artifact.
    record Unknown() implements PeerAnswer {}

    /// There is no use in asking again soon.
    ///
    /// @param found for people
    record Useless(Refusal refusal, String found) implements PeerAnswer {}

    /// Why a peer is left out.
    enum Refusal {
        /// No connection, or one that broke, or silence.
        GONE,
        /// It gets no further.
        STALLED,
        /// It has not heard of the artifact for too long.
        UNKNOWN,
        /// It has other files under the artifact's name, or has it unpacked.
        DIFFERENT,
        /// It leaves the artifact to other nodes.
        ELSEWHERE,
        /// It sent other bytes than it says it has.
        DAMAGED,
        /// It does not let this loader in, or does not understand it.
        REFUSED
    }
}
