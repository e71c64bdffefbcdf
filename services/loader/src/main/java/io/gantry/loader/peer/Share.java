package io.gantry.loader.peer;

import io.gantry.events.FailureReason;
import io.gantry.loader.fetch.FetchJob;
import io.gantry.loader.outcome.LoadFailedException;
import io.gantry.loader.verify.VerifiedFile;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One download's part in what loaders give each other. Until it is closed, others take from its
/// files what has come.
public final class Share implements AutoCloseable {

    private final FetchJob job;
    private final Optional<Company> company;
    private final Runnable end;

    Share(FetchJob job, Company company, Runnable end) {
        this(job, Optional.of(company), end);
    }

    private Share(FetchJob job, Optional<Company> company, Runnable end) {
        this.job = job;
        this.company = company;
        this.end = end;
    }

    static Share withNobody(FetchJob job) {
        return new Share(job, Optional.empty(), () -> {});
    }

    /// The download, with bytes from peers where they have any.
    public FetchJob job() {
        return job;
    }

    /// @throws LoadFailedException when a file came otherwise than to a peer that sent bytes of it
    public void requireAgreement(List<VerifiedFile> files) throws LoadFailedException {
        Optional<VerifiedFile> file = company.flatMap(present -> present.contradicted(files));
        if (file.isPresent()) {
            throw LoadFailedException.corrupt(
                    job.location().toString(),
                    file.get().path(),
                    "its SHA-256 is %s, a peer that sent bytes of it has another"
                            .formatted(file.get().sha256()));
        }
    }

    /// Begins again without peers, if a failure may be theirs: what they have sent bytes of is
    /// removed.
    ///
    /// @return false when peers have nothing to do with it
    public boolean retractPeers(LoadFailedException failure) throws LoadFailedException {
        Set<String> files = company.map(Company::filesFromPeers).orElse(Set.of());
        if (failure.failure().reason() != FailureReason.CHECKSUM_MISMATCH || files.isEmpty()) {
            return false;
        }
        Log.warnf(
                "What peers sent is wrong, taking it from the source instead peers=%s found=%s",
                company.map(Company::givers).orElse(Set.of()), failure.getMessage());
        company.ifPresent(Company::disband);
        try {
            for (String file : files) {
                Files.deleteIfExists(job.directory().resolve(file));
            }
        } catch (IOException e) {
            throw job.onWriteFailure().apply(e);
        }
        job.progress().startOver();
        return true;
    }

    @Override
    public void close() {
        end.run();
    }
}
