package io.gantry.loader.fetch.git;

import io.gantry.loader.LoaderConfig;
import io.gantry.loader.fetch.TrustedCertificates;
import io.gantry.loader.outcome.LoadFailedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/// Talks Git's protocol to hosts.
final class GitRemote {

    private final LoaderConfig config;
    private final TrustedCertificates trusted;

    GitRemote(LoaderConfig config, TrustedCertificates trusted) {
        this.config = config;
        this.trusted = trusted;
    }

    /// The commit that a location means now.
    ObjectId commit(GitQuestion question) throws LoadFailedException {
        String ref = question.location().ref();
        if (ObjectId.isId(ref)) {
            return ObjectId.fromString(ref);
        }
        GitConnections connections = connections();
        try (Transport transport =
                        prepared(Transport.open(address(question)), question, connections);
                FetchConnection connection = transport.openFetch()) {
            Map<String, Ref> refs =
                    connection.getRefs().stream()
                            .collect(
                                    Collectors.toMap(
                                            Ref::getName, Function.identity(), (one, _) -> one));
            return names(ref)
                    .flatMap(name -> Optional.ofNullable(refs.get(name)).stream())
                    .findFirst()
                    .flatMap(GitRemote::peeled)
                    .orElseThrow(() -> GitFailures.noRef(question));
        } catch (TransportException | NotSupportedException | URISyntaxException e) {
            throw GitFailures.of(question, connections.status(), e);
        }
    }

    /// Brings one commit, without those before it, into a repository.
    void fetch(GitQuestion question, ObjectId commit, Repository into) throws LoadFailedException {
        GitConnections connections = connections();
        try (Transport transport =
                prepared(Transport.open(into, address(question)), question, connections)) {
            transport.setDepth(1);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.fetch(
                    NullProgressMonitor.INSTANCE,
                    List.of(new RefSpec(commit.name() + ":refs/heads/model")));
        } catch (TransportException | NotSupportedException | URISyntaxException e) {
            throw absent(e)
                    ? GitFailures.noRef(question)
                    : GitFailures.of(question, connections.status(), e);
        } catch (JGitInternalException e) {
            throw GitFailures.of(question, connections.status(), e);
        }
    }

    private GitConnections connections() {
        return new GitConnections(config.download(), trusted, config.git().maxSize().asLongValue());
    }

    /// What hosts say, in one wording or another, of a commit that they do not have.
    private static boolean absent(Exception e) {
        String said = String.valueOf(e.getMessage());
        return said.contains("not our ref")
                || said.contains("unadvertised object")
                || said.contains("not valid")
                || said.contains("does not have");
    }

    /// The commit itself, where a tag is an object that points to it.
    private static Optional<ObjectId> peeled(Ref ref) {
        return Optional.ofNullable(ref.getPeeledObjectId())
                .or(() -> Optional.ofNullable(ref.getObjectId()));
    }

    private static Stream<String> names(String ref) {
        return ref.isEmpty()
                ? Stream.of("HEAD")
                : Stream.of("refs/heads/" + ref, "refs/tags/" + ref, ref);
    }

    private static URIish address(GitQuestion question) throws URISyntaxException {
        return new URIish(question.location().repository().toString());
    }

    private static Transport prepared(
            Transport transport, GitQuestion question, GitConnections connections) {
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(connections);
        }
        question.access()
                .ifPresent(who ->
                        transport.setCredentialsProvider(
                                new HomeOnly(question.location().repository(), who)));
        return transport;
    }

    /// Shows credentials to the host that they are for, wherever that sends us.
    private static final class HomeOnly extends UsernamePasswordCredentialsProvider {

        private final URI home;

        private HomeOnly(URI home, GitAccess who) {
            super(who.user(), who.password());
            this.home = home;
        }

        @Override
        public boolean get(URIish asking, CredentialItem... items) {
            int port = home.getPort();
            return home.getHost().equals(asking.getHost())
                    && home.getScheme().equals(asking.getScheme())
                    && port == asking.getPort()
                    && super.get(asking, items);
        }
    }
}
