using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>Whole images, to a registry that fails on purpose.</summary>
public sealed class PushTests
{
    private static readonly PushedImage Image = new("{}"u8.ToArray(), Blobs.Of(2_000_000, 1), Blobs.Of(1_500_000, 2), Blobs.Of(10, 3));

    [Fact]
    public async Task A_push_through_every_fault_that_passes_ends_right()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Add(RegistryFault.Status("HEAD", "/blobs/", 503));
        trial.Registry.Add(RegistryFault.Status("POST", "/blobs/", 429, retryAfter: 3));
        trial.Registry.Add(RegistryFault.Cut("PUT", "/blobs/", afterBytes: 500_000));
        trial.Registry.Add(RegistryFault.Status("PUT", "/blobs/", 500));
        trial.Registry.Add(RegistryFault.Cut("POST", "/blobs/"));
        trial.Registry.Add(RegistryFault.Status("PUT", "/manifests/", 502));
        trial.Registry.Add(RegistryFault.Status("PUT", "/manifests/", 201));
        trial.Registry.Add(RegistryFault.Cut("HEAD", "/manifests/"));

        await Image.PushAsync(trial.Repository, "v1");

        await Image.CheckAsync(trial.Repository, "v1");
        Assert.Empty(trial.Registry.Violations);
        Assert.Contains(TimeSpan.FromSeconds(3), trial.Clock.Waits);
    }

    [Fact]
    public async Task After_a_push_that_failed_a_second_try_uploads_only_the_rest()
    {
        await using var trial = await Trial.StartAsync();
        var second = Core.Registries.ContentDigest.Of(Image.Layers[1])["sha256:".Length..];
        trial.Registry.Add(RegistryFault.Cut("PUT", second) with { Times = 5 });

        var diagnostic = await Trial.FailsAsync(() => Image.PushAsync(trial.Repository, "v1"));
        var uploaded = trial.Registry.UploadedBytes;
        await Image.PushAsync(trial.Repository, "v1");

        Assert.Equal("CAL3052", diagnostic.Descriptor.Code);
        Assert.Equal(Image.Layers[0].Length, uploaded);
        Assert.Equal(Image.Size, trial.Registry.UploadedBytes);
        await Image.CheckAsync(trial.Repository, "v1");
        Assert.Empty(trial.Registry.Violations);
    }

    [Fact]
    public async Task An_image_that_is_there_is_not_uploaded_again()
    {
        await using var trial = await Trial.StartAsync();
        await Image.PushAsync(trial.Repository, "v1");
        var uploaded = trial.Registry.UploadedBytes;

        Assert.Equal(Image.Manifest.Digest, await trial.Repository.FindDigestAsync("v1", CancellationToken.None));
        await Image.PushAsync(trial.Repository, "v2");

        Assert.Equal(uploaded, trial.Registry.UploadedBytes);
    }

    [Fact]
    public async Task A_push_whose_manifest_is_lost_for_good_says_so_and_a_second_one_sends_no_blobs()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Add(RegistryFault.Status("PUT", "/manifests/", 201) with { Times = 3 });

        Assert.Equal("CAL3059", (await Trial.FailsAsync(() => Image.PushAsync(trial.Repository, "v1"))).Descriptor.Code);
        await Image.PushAsync(trial.Repository, "v1");

        Assert.Equal(Image.Size, trial.Registry.UploadedBytes);
        await Image.CheckAsync(trial.Repository, "v1");
    }
}
