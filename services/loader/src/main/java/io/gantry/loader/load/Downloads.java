package io.gantry.loader.load;

import io.gantry.events.FailureReason;
import io.gantry.loader.cache.Staging;
import io.gantry.loader.fetch.FetchJob;
import io.gantry.loader.fetch.Fetcher;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.peer.Peers;
import io.gantry.loader.peer.Share;
import io.gantry.loader.verify.Sha256;
import io.gantry.loader.verify.VerifiedFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings the files of artifacts into their stagings: with room for them, and with the help of
/// other loaders.
@ApplicationScoped
public class Downloads {

    private final Fetcher fetcher;
    private final DiskSpace space;
    private final Peers peers;

    public Downloads(Fetcher fetcher, DiskSpace space, Peers peers) {
        this.fetcher = fetcher;
        this.space = space;
        this.peers = peers;
    }

    Share share(String artifact, FetchJob job) {
        return peers.share(artifact, job);
    }

    /// Room for all that is not here yet.
    DiskSpace.Reservation reserve(FetchJob job, Staging staging) throws LoadFailedException {
        Map<String, Long> known = space.known(job.files());
        Long total = job.progress().total();
        Long missing =
                total == null
                        ? null
                        : Math.max(
                                0,
                                total
                                        - staging.bytes()
                                        - known.values().stream().mapToLong(Long::longValue).sum());
        return space.reserve(missing, known, job.progress());
    }

    /// What is wrong, and may be so because of a peer, is fetched anew from the source alone.
    ///
    /// @param sha256 what the artifact has to come to; null when anything is right
    List<VerifiedFile> fetch(Share share, Staging staging, @Nullable String sha256)
            throws LoadFailedException, InterruptedException {
        try {
            return checked(share, staging, sha256);
        } catch (LoadFailedException e) {
            if (share.retractPeers(e)) {
                return checked(share, staging, sha256);
            }
            throw e;
        }
    }

    private List<VerifiedFile> checked(Share share, Staging staging, @Nullable String sha256)
            throws LoadFailedException, InterruptedException {
        List<VerifiedFile> files = fetch(share.job(), staging);
        share.requireAgreement(files);
        Digests.require(share.job().location().uri(), sha256, Sha256.ofArtifact(files));
        return files;
    }

    /// What came before the source went away, or the loader stops, is left to the next attempt.
    private List<VerifiedFile> fetch(FetchJob job, Staging staging)
            throws LoadFailedException, InterruptedException {
        try {
            return fetcher.fetch(job);
        } catch (InterruptedException e) {
            staging.keep();
            throw e;
        } catch (LoadFailedException e) {
            if (e.failure().reason() == FailureReason.STORAGE_UNREACHABLE) {
                staging.keep();
            }
            throw e;
        }
    }
}
