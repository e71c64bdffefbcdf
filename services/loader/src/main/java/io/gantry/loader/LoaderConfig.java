package io.gantry.loader;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the loader downloads and what it keeps.
@ConfigMapping(prefix = "gantry.loader")
public interface LoaderConfig {

    /// Name of the node whose cache this is; unique among the loaders of an installation.
    @WithDefault("local")
    String node();

    /// How often progress is published, and desired state compared with the cache when no event
    /// asks for it.
    @WithDefault("1s")
    Duration interval();

    /// Where artifacts are kept.
    Cache cache();

    /// How artifacts are downloaded.
    Download download();

    /// Which other loaders are asked for a model's bytes before its source is.
    Peers peers();

    /// What is unpacked.
    Archives archives();

    /// When a failed download is tried again.
    Retry retry();

    /// Whom sources' certificates have to be signed by.
    Tls tls();

    /// Where the secrets are that models are downloaded with.
    CredentialsDirectory credentials();

    /// How `s3://` is reached.
    S3 s3();

    /// How Azure Blob Storage is reached, where the credentials of a model do not tell.
    Azure azure();

    /// How `gs://` is reached, where the credentials of a model do not tell.
    Gcs gcs();

    /// How Git repositories are read.
    Git git();

    /// What `file://` may read.
    Files file();

    /// Where `pvc://` leads to.
    Pvc pvc();

    /// How `hf://` is reached.
    HuggingFace huggingFace();

    /// How `oci://` is reached.
    Oci oci();

    /// Which nodes load a model before it is needed on them.
    Warm warm();

    /// Where artifacts are kept.
    interface Cache {

        /// Directory of the cache; belongs to one loader alone.
        @WithDefault("${user.home}/.gantry/cache")
        Path directory();

        /// Whether to hash every cached file at start, rather than compare sizes only.
        @WithDefault("false")
        boolean rehashAtStart();

        /// How long an artifact stays after the last revision that referred to it is gone, if its
        /// space is not needed before; replaced revisions run until their successors are ready.
        @WithDefault("10m")
        Duration evictAfter();

        /// How much all cached contents may take; without one, as much as the disk has.
        Optional<MemorySize> budget();

        /// How much space on the cache's disk downloads leave free.
        @WithDefault("256M")
        MemorySize headroom();
    }

    /// How artifacts are downloaded.
    interface Download {

        /// Patterns of the files that are wanted, with commas between or as a JSON array; all
        /// without any. Counts for what is downloaded from then on.
        @WithDefault("${STORAGE_ALLOW_PATTERNS:}")
        Optional<String> allowPatterns();

        /// Patterns of the files that are not wanted, likewise.
        @WithDefault("${STORAGE_IGNORE_PATTERNS:}")
        Optional<String> ignorePatterns();

        /// How many artifacts are downloaded at a time.
        @WithDefault("4")
        int parallelArtifacts();

        /// How many requests are made at a time, over all artifacts and files.
        @WithDefault("12")
        int parallelRequests();

        /// Larger files are downloaded in parts of this size or smaller, several at once, where the
        /// source can send parts; the memory that each request may use.
        @WithDefault("6M")
        MemorySize partSize();

        /// Memory of a request whose bytes go to disk as they come.
        @WithDefault("256K")
        MemorySize bufferSize();

        /// How long a source may take to accept a connection.
        @WithDefault("10s")
        Duration connectTimeout();

        /// How long a source may stay silent.
        @WithDefault("30s")
        Duration readTimeout();

        /// How often in a row a file's transfer may break off without a byte before its artifact
        /// fails.
        @WithDefault("5")
        int attempts();
    }

    /// Which other loaders are asked for a model's bytes before its source is.
    interface Peers {

        /// Loaders as `host:port`; a name stands for all its addresses, so a headless service of
        /// all loaders is one entry, and a loader leaves itself out. Without any, all bytes come
        /// from the source.
        Optional<List<String>> addresses();

        /// What loaders show each other, the same for all; without one, this loader gives nothing
        /// to others.
        Optional<String> token();

        /// How long a peer may not have heard of a model, or get no further with it.
        @WithDefault("5s")
        Duration patience();

        /// How long bytes are waited for while peers do get further; then they come from the
        /// source.
        @WithDefault("1m")
        Duration longestWait();

        /// How long a peer may take to accept a connection, and how long it may be silent; at least
        /// 2 seconds.
        @WithDefault("3s")
        Duration timeout();

        /// How long a download does not ask a peer again that was of no use.
        @WithDefault("30s")
        Duration leaveOut();
    }

    /// What is unpacked.
    interface Archives {

        /// How many files an archive may hold.
        @WithDefault("100000")
        int maxFiles();

        /// To how many times its size an archive may unpack; 64 MiB may come out of any.
        @WithDefault("100")
        int maxRatio();
    }

    /// When a failed download is tried again.
    interface Retry {

        /// First delay after a source could not be reached; doubles with each failure.
        @WithDefault("1s")
        Duration initial();

        /// Longest delay after a source could not be reached.
        @WithDefault("1m")
        Duration maximum();

        /// Delay after a failure that somebody has to do something about, such as a missing file.
        @WithDefault("1m")
        Duration slow();
    }

    /// Whom sources' certificates have to be signed by.
    interface Tls {

        /// PEM files of CA certificates that are trusted for `https://` and `s3://` besides the
        /// JDK's; read at start.
        @WithDefault("${AWS_CA_BUNDLE:},${REQUESTS_CA_BUNDLE:}")
        Optional<List<Path>> caBundles();
    }

    /// Where the secrets are that models are downloaded with.
    interface CredentialsDirectory {

        /// Directory of Secret and ServiceAccount manifests, for KServe's `serviceAccountName`,
        /// `storageSecretName` and `storage.key`; without one, the loader's own credentials are
        /// used, but in a cluster not for models that name one of these.
        Optional<Path> directory();
    }

    /// How `s3://` is reached.
    interface S3 {

        /// Endpoint of an S3 that is not Amazon's.
        Optional<URI> endpoint();

        /// Region of the buckets.
        @WithDefault("us-east-1")
        String region();

        /// Access key; without one, the default chain of the AWS SDK is asked.
        Optional<String> accessKey();

        /// Secret key that belongs to the access key.
        Optional<String> secretKey();

        /// Endpoint that roles are taken on at with a web identity; the region's own without one.
        Optional<URI> stsEndpoint();

        /// Whether the bucket goes into the path rather than into the host name.
        @WithDefault("true")
        boolean pathStyle();

        /// Whether to send unsigned requests, for public buckets.
        @WithDefault("false")
        boolean anonymous();
    }

    /// How Azure Blob Storage is reached, where the credentials of a model do not tell.
    interface Azure {

        /// Blob endpoint of the account that `az://` leads to, for one that is not Microsoft's.
        Optional<URI> endpoint();

        /// Account that `az://` leads to.
        @WithDefault("${AZURE_ACCOUNT_NAME:${AZURE_STORAGE_ACCOUNT:}}")
        Optional<String> account();

        /// Access key of the account.
        @WithDefault("${AZURE_STORAGE_ACCESS_KEY:}")
        Optional<String> accessKey();

        /// Shared access signature, with or without its question mark.
        @WithDefault("${AZURE_STORAGE_SAS_TOKEN:}")
        Optional<String> sasToken();

        /// Connection string of the account, with a key or a shared access signature.
        @WithDefault("${AZURE_STORAGE_CONNECTION_STRING:}")
        Optional<String> connectionString();

        /// Application in Microsoft Entra ID that the loader signs in as.
        @WithDefault("${AZ_CLIENT_ID:${AZURE_CLIENT_ID:}}")
        Optional<String> clientId();

        /// Secret of the application.
        @WithDefault("${AZ_CLIENT_SECRET:${AZURE_CLIENT_SECRET:}}")
        Optional<String> clientSecret();

        /// Tenant of the application.
        @WithDefault("${AZ_TENANT_ID:${AZURE_TENANT_ID:}}")
        Optional<String> tenantId();

        /// File with a Kubernetes token that stands for the secret (workload identity).
        @WithDefault("${AZURE_FEDERATED_TOKEN_FILE:}")
        Optional<Path> federatedTokenFile();

        /// Where applications sign in.
        @WithDefault("${AZURE_AUTHORITY_HOST:https://login.microsoftonline.com}")
        URI authority();
    }

    /// How `gs://` is reached, where the credentials of a model do not tell.
    interface Gcs {

        /// Endpoint of a Cloud Storage that is not Google's, for example of an emulator.
        @WithDefault("${STORAGE_EMULATOR_HOST:}")
        Optional<String> endpoint();

        /// Google's JSON file of credentials, of any type; without one, Google's default chain is
        /// asked, unless there is an endpoint.
        @WithDefault("${GOOGLE_APPLICATION_CREDENTIALS:}")
        Optional<Path> credentialsFile();

        /// Whether to send no credentials, for public buckets.
        @WithDefault("false")
        boolean anonymous();
    }

    /// How Git repositories are read.
    interface Git {

        /// Host, with its port if it has one, that user name and password are shown to where the
        /// credentials of a model do not tell.
        Optional<String> host();

        /// User name; hosts that take tokens take any.
        Optional<String> username();

        /// Password or token.
        Optional<String> password();

        /// How many bytes a commit without its LFS files may come to, as the host packs them.
        @WithDefault("2G")
        MemorySize maxSize();
    }

    /// What `file://` may read.
    interface Files {

        /// Directories below which the loader reads `file://`, links followed; nothing without any.
        /// `/` allows all that its user can read. The cache is left out in any case. The command
        /// `pull` is not bound by it.
        Optional<List<Path>> roots();
    }

    /// Where `pvc://` leads to.
    interface Pvc {

        /// Directory that volumes are mounted in on this node, each under the name of its claim.
        Optional<Path> directory();
    }

    /// How `hf://` is reached.
    interface HuggingFace {

        /// Address of the hub, or of a mirror that speaks its protocol.
        @WithDefault("${HF_ENDPOINT:https://huggingface.co}")
        URI endpoint();

        /// Token for models that have no secret of their own.
        @WithDefault("${HF_TOKEN:${HUGGING_FACE_HUB_TOKEN:}}")
        Optional<String> token();
    }

    /// How `oci://` is reached.
    interface Oci {

        /// File of `docker login`, for models that have no secret of their own; need not exist.
        @WithDefault("${DOCKER_CONFIG:${user.home}/.docker}/config.json")
        Path dockerConfig();

        /// Registries, by host and port, that speak plain http; those on this node do.
        Optional<List<String>> insecureRegistries();
    }

    /// Which nodes load a model before it is needed on them.
    interface Warm {

        /// How often the loader tells the others that its node is there; they take it for gone when
        /// they have not heard of it for three times as long.
        @WithDefault("10s")
        Duration heartbeat();

        /// How many nodes load a model beyond its `minReplicas`; the same for all loaders.
        @WithDefault("1")
        int headroom();

        /// Whether this node loads every model, whatever it can run and others have; for a node
        /// whose deployer starts predictors on it alone.
        @WithDefault("false")
        boolean everything();

        /// The API server of the Kubernetes cluster that the loader runs in,
        /// `https://kubernetes.default.svc`: the node's labels and devices are those that it tells.
        /// The loader's service account has to be allowed to get nodes. What pods have on their own
        /// volumes and file systems (`pvc://`, `file://`) is then not loaded.
        Optional<URI> cluster();

        /// Labels of the node, as `name=value`; without any, the node has those that a model asks
        /// for.
        Optional<List<String>> labels();

        /// How many of each device the node has, as `nvidia.com/gpu=8`; without any, the node has
        /// those that a model asks for.
        Optional<List<String>> resources();
    }
}
