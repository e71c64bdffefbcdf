// A real registry with models that real clients have pushed, for the loader's tests. Says its
// address on the first line, and ends with its standard input.
package main

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/distribution/distribution/v3/configuration"
	_ "github.com/distribution/distribution/v3/registry/auth/htpasswd"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/inmemory"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"golang.org/x/crypto/bcrypt"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content/file"
	orasremote "oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
)

const user, password = "me", "geheim"

func main() {
	ctx := context.Background()
	directory, err := os.MkdirTemp("", "registry")
	check(err)
	defer os.RemoveAll(directory)
	host := serve(ctx, directory)
	image(host)
	artifact(ctx, host, directory)
	fmt.Println(host)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func serve(ctx context.Context, directory string) string {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	check(err)
	passwords := filepath.Join(directory, "htpasswd")
	check(os.WriteFile(passwords, []byte(user+":"+string(hash)+"\n"), 0o600))
	config := &configuration.Configuration{
		Storage: configuration.Storage{"inmemory": configuration.Parameters{}},
		Auth: configuration.Auth{
			"htpasswd": configuration.Parameters{"realm": "test", "path": passwords}},
	}
	config.Log.Level = "error"
	config.HTTP.Secret = "test"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	app := handlers.NewApp(ctx, config)
	go func() { log.Fatal(http.Serve(listener, app)) }()
	return fmt.Sprintf("localhost:%d", listener.Addr().(*net.TCPAddr).Port)
}

// An image for two platforms, as docker buildx pushes it: layers over layers.
func image(host string) {
	var index v1.ImageIndex = empty.Index
	for _, architecture := range []string{"amd64", "arm64"} {
		built, err := mutate.AppendLayers(empty.Image,
			layer("bin/sh", "#!", "models/old.txt", "old", "models/config.json", "{}"),
			layer("models/.wh.old.txt", "", "models/1/model.onnx", "weights for "+architecture))
		check(err)
		index = mutate.AppendManifests(index, mutate.IndexAddendum{
			Add: built,
			Descriptor: v1.Descriptor{
				Platform: &v1.Platform{OS: "linux", Architecture: architecture}}})
	}
	tag, err := name.NewTag(host + "/cars/iris:v1")
	check(err)
	check(remote.WriteIndex(tag, index,
		remote.WithAuth(&authn.Basic{Username: user, Password: password})))
}

func layer(namesAndContents ...string) v1.Layer {
	var packed bytes.Buffer
	archive := tar.NewWriter(&packed)
	for i := 0; i < len(namesAndContents); i += 2 {
		content := []byte(namesAndContents[i+1])
		check(archive.WriteHeader(&tar.Header{
			Name: namesAndContents[i], Mode: 0o644, Size: int64(len(content))}))
		_, err := archive.Write(content)
		check(err)
	}
	check(archive.Close())
	made, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(packed.Bytes())), nil
	})
	check(err)
	return made
}

// A file and a directory, as `oras push` sends them.
func artifact(ctx context.Context, host, directory string) {
	model := filepath.Join(directory, "model.onnx")
	check(os.WriteFile(model, bytes.Repeat([]byte("weights "), 10_000), 0o644))
	tokenizer := filepath.Join(directory, "tokenizer", "sub")
	check(os.MkdirAll(tokenizer, 0o755))
	check(os.WriteFile(filepath.Join(tokenizer, "vocab.txt"), []byte("a b"), 0o644))
	store, err := file.New(directory)
	check(err)
	defer store.Close()
	var layers []ocispec.Descriptor
	for _, path := range []string{"model.onnx", "tokenizer"} {
		added, err := store.Add(ctx, path, "", filepath.Join(directory, path))
		check(err)
		layers = append(layers, added)
	}
	manifest, err := oras.PackManifest(ctx, store, oras.PackManifestVersion1_1,
		"application/vnd.acme.model", oras.PackManifestOptions{Layers: layers})
	check(err)
	check(store.Tag(ctx, manifest, "v1"))
	repository, err := orasremote.NewRepository(host + "/artifacts/iris")
	check(err)
	repository.PlainHTTP = true
	repository.Client = &auth.Client{Credential: auth.StaticCredential(
		host, auth.Credential{Username: user, Password: password})}
	_, err = oras.Copy(ctx, store, "v1", repository, "v1", oras.DefaultCopyOptions)
	check(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
