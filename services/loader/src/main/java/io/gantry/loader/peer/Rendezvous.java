package io.gantry.loader.peer;

import io.gantry.loader.verify.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Puts loaders in order for a key (rendezvous hashing): any two of them come in the same order for
/// whoever sees both, whoever else is there. The first is the owner and takes the bytes from the
/// source; each other has a parent, that comes before it. Nobody has more than [#CHILDREN]
/// children, so that however many loaders there are, none sends more than so many copies.
final class Rendezvous {

    static final int CHILDREN = 4;

    private static final Comparator<Ranked> ORDER =
            Comparator.comparingLong(Ranked::score)
                    .thenComparing(ranked -> ranked.member().instance());

    private Rendezvous() {}

    /// Whom to ask.
    ///
    /// @param self which loader asks; not among the others
    /// @return empty for the owner
    static Optional<Member> parent(String key, Member self, List<Member> others) {
        Ranked own = Ranked.of(key, self);
        List<Ranked> before =
                others.stream()
                        .map(other -> Ranked.of(key, other))
                        .filter(other -> ORDER.compare(other, own) < 0)
                        .sorted(ORDER)
                        .toList();
        return before.isEmpty()
                ? Optional.empty()
                : Optional.of(before.get((before.size() - 1) / CHILDREN).member());
    }

    /// Who comes right behind the owner: it was the owner before that came.
    ///
    /// @param others all but the owner
    static Optional<Member> heir(String key, List<Member> others) {
        return others.stream().map(other -> Ranked.of(key, other)).min(ORDER).map(Ranked::member);
    }

    private record Ranked(long score, Member member) {

        static Ranked of(String key, Member member) {
            byte[] text = (member.instance() + "\0" + key).getBytes(StandardCharsets.UTF_8);
            return new Ranked(ByteBuffer.wrap(Sha256.newDigest().digest(text)).getLong(), member);
        }
    }
}
