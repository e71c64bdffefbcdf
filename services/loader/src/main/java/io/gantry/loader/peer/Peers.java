package io.gantry.loader.peer;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.FetchJob;
import io.gantry.loader.fetch.RemoteFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/// The other loaders. Made at start, so that a wrong configuration is found then.
@Startup
@Singleton
public class Peers {

    /// What lies on this node is not what lies on another under the same name.
    private static final String FILE = "file";

    private final PeerSettings settings;
    private final PeerClient client;
    private final PeerMetrics metrics;
    private final UnderWay underWay;
    private final Member self;
    private final Members members;

    @Inject
    Peers(LoaderConfig config, PeerMetrics metrics, UnderWay underWay) {
        this(PeerSettings.of(config.peers()), metrics, underWay, UUID.randomUUID().toString());
    }

    /// @param instance what this loader calls itself; no other does so
    Peers(PeerSettings settings, PeerMetrics metrics, UnderWay underWay, String instance) {
        this.self = new Member(instance, URI.create("http://localhost"));
        this.settings = settings;
        this.client = new PeerClient(settings);
        this.metrics = metrics;
        this.underWay = underWay;
        this.members = new Members(settings, client, instance);
    }

    /// Nobody; for programs that end with their download.
    public static Peers none() {
        return new Peers(
                PeerSettings.off(),
                new PeerMetrics(new SimpleMeterRegistry()),
                new UnderWay(),
                "nobody");
    }

    /// Takes part with one download until that ends: gives others what has come, and takes from
    /// them what they have.
    public Share share(String artifact, FetchJob job) {
        Optional<String> fingerprint = RemoteFile.fingerprint(job.files());
        if (settings.token().isEmpty()
                || fingerprint.isEmpty()
                || job.location().uri().scheme().equals(FILE)) {
            return Share.withNobody(job);
        }
        Pieces pieces = new Pieces();
        UnderWay.Entry entry = new UnderWay.Entry(fingerprint.get(), job, pieces);
        // Before others are asked: they may be asking already.
        underWay.begin(artifact, entry);
        Company company = new Company(settings, client, metrics, self, members.now());
        PeerSource source =
                new PeerSource(job.source(), artifact, fingerprint.get(), company, pieces, metrics);
        return new Share(job.from(source), company, () -> underWay.end(artifact, entry));
    }

    /// What this loader calls itself, to be told from the others.
    String instance() {
        return self.instance();
    }

    PeerGate gate() {
        return new PeerGate(settings.token());
    }
}
