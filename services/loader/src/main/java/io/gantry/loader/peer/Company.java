package io.gantry.loader.peer;

import io.gantry.loader.peer.PeerAnswer.Refusal;
import io.gantry.loader.verify.VerifiedFile;
import io.quarkus.logging.Log;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jboss.logging.Logger.Level;

/// The peers of one download: asked as long as they are of use.
final class Company {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final PeerSettings settings;
    private final PeerClient client;
    private final PeerMetrics metrics;
    private final Member self;
    private final List<Member> members;

    /// Until when each has to have heard of the artifact.
    private final long heardBy;

    private final Map<Member, Long> leftOutUntil = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> givers = new ConcurrentHashMap<>();
    private final Set<VerifiedFile> told = ConcurrentHashMap.newKeySet();
    private volatile boolean disbanded;

    Company(
            PeerSettings settings,
            PeerClient client,
            PeerMetrics metrics,
            Member self,
            List<Member> members) {
        this.settings = settings;
        this.client = client;
        this.metrics = metrics;
        this.self = self;
        this.members = List.copyOf(members);
        this.heardBy = System.nanoTime() + settings.patience().toNanos();
    }

    /// Waits for a piece as long as there is hope.
    ///
    /// @return empty when it has to come from the source
    Optional<PeerAnswer.Piece> piece(Wanted wanted, long fileSize) throws InterruptedIOException {
        long giveUp = System.nanoTime() + settings.longestWait().toNanos();
        while (!disbanded && System.nanoTime() - giveUp < 0) {
            Optional<Member> parent = Rendezvous.parent(wanted.key(), self, present());
            if (parent.isEmpty()) {
                return fromHeir(wanted, fileSize);
            }
            Optional<PeerAnswer.Piece> piece = await(wanted, parent.get(), giveUp);
            if (piece.isPresent()) {
                note(wanted, fileSize, parent.get(), piece.get());
                return piece;
            }
        }
        return Optional.empty();
    }

    /// Who has become the owner only now need not ask the source for what the owner before has.
    /// Nobody waits for who comes behind.
    private Optional<PeerAnswer.Piece> fromHeir(Wanted wanted, long fileSize)
            throws InterruptedIOException {
        Optional<Member> heir = Rendezvous.heir(wanted.key(), present());
        if (heir.isEmpty()) {
            return Optional.empty();
        }
        return switch (client.askWithoutWaiting(heir.get(), wanted)) {
            case PeerAnswer.Piece piece -> {
                note(wanted, fileSize, heir.get(), piece);
                yield Optional.of(piece);
            }
            case PeerAnswer.NotYet _, PeerAnswer.Unknown _ -> Optional.empty();
            case PeerAnswer.Useless(Refusal refusal, String found) -> {
                leaveOut(heir.get(), wanted, refusal, found);
                yield Optional.empty();
            }
        };
    }

    /// Files that have come in part from a peer.
    Set<String> filesFromPeers() {
        return Set.copyOf(givers.keySet());
    }

    /// Peers that have sent bytes of any file.
    Set<String> givers() {
        Set<String> names = new ConcurrentSkipListSet<>();
        givers.values().forEach(names::addAll);
        return names;
    }

    /// A file that is otherwise than a peer has it that sent bytes of it, if there is one.
    Optional<VerifiedFile> contradicted(List<VerifiedFile> files) {
        return files.stream()
                .filter(file ->
                        told.stream()
                                .anyMatch(other ->
                                        other.path().equals(file.path()) && !other.equals(file)))
                .findFirst();
    }

    /// From now on everything comes from the source.
    void disband() {
        disbanded = true;
        givers.clear();
        told.clear();
    }

    private List<Member> present() {
        long now = System.nanoTime();
        leftOutUntil.values().removeIf(until -> until - now <= 0);
        return members.stream().filter(member -> !leftOutUntil.containsKey(member)).toList();
    }

    private Optional<PeerAnswer.Piece> await(Wanted wanted, Member peer, long giveUp)
            throws InterruptedIOException {
        long patience = settings.patience().toNanos();
        long done = -1;
        long quietUntil = giveUp;
        while (true) {
            PeerAnswer answer = client.ask(peer, wanted);
            long now = System.nanoTime();
            switch (answer) {
                case PeerAnswer.Piece piece -> {
                    return Optional.of(piece);
                }
                case PeerAnswer.NotYet(long further) -> {
                    quietUntil = further == done ? quietUntil : now + patience;
                    done = further;
                    if (now - quietUntil > 0 || now - giveUp > 0) {
                        leaveOut(peer, wanted, Refusal.STALLED, "it gets no further");
                        return Optional.empty();
                    }
                }
                case PeerAnswer.Unknown _ -> {
                    if (now - heardBy > 0) {
                        leaveOut(peer, wanted, Refusal.UNKNOWN, "it does not know the artifact");
                        return Optional.empty();
                    }
                    pause();
                }
                case PeerAnswer.Useless(Refusal refusal, String found) -> {
                    leaveOut(peer, wanted, refusal, found);
                    return Optional.empty();
                }
            }
        }
    }

    private void leaveOut(Member peer, Wanted wanted, Refusal refusal, String found) {
        metrics.refused(refusal);
        long until = System.nanoTime() + settings.leaveOut().toNanos();
        if (leftOutUntil.put(peer, until) == null) {
            Log.logf(
                    refusal == Refusal.ELSEWHERE ? Level.DEBUG : Level.WARN,
                    "Peer is left out for a while peer=%s artifact=%s file=%s found=%s",
                    peer,
                    wanted.artifact(),
                    wanted.path(),
                    found);
        }
    }

    private void note(Wanted wanted, long fileSize, Member peer, PeerAnswer.Piece piece) {
        givers.computeIfAbsent(wanted.path(), _ -> new ConcurrentSkipListSet<>())
                .add(peer.toString());
        if (piece.whole() != null) {
            told.add(new VerifiedFile(wanted.path(), fileSize, piece.whole()));
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
