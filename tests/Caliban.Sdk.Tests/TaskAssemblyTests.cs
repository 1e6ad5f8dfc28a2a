using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using System.Xml.Linq;
using Caliban.Testing;
using Microsoft.Build.Framework;

namespace Caliban.Sdk.Tests;

/// <summary>What MSBuild asks of the assembly of the tasks.</summary>
public sealed class TaskAssemblyTests
{
    private static readonly Assembly Tasks = new TaskContext().LoadFromAssemblyPath(Repository.TasksAssembly);

    private static IEnumerable<Type> ConcreteTasks => Tasks.GetTypes().Where(type => !type.IsAbstract && IsTask(type));

    [Fact]
    public void Every_parameter_has_a_type_that_MSBuild_can_bind()
    {
        Type[] bindable = [typeof(string), typeof(bool), typeof(int), typeof(double), typeof(string[]), typeof(ITaskItem), typeof(ITaskItem[])];

        var others = ConcreteTasks
            .SelectMany(task => task.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(property => property.DeclaringType!.Assembly == Tasks && !bindable.Contains(property.PropertyType))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}: {property.PropertyType}");

        Assert.Empty(others);
    }

    [Fact]
    public void Every_task_says_that_it_may_run_beside_others_in_one_process()
    {
        var without = ConcreteTasks
            .Where(task => !task.CustomAttributes.Any(attribute =>
                attribute.AttributeType.FullName == "Microsoft.Build.Framework.MSBuildMultiThreadableTaskAttribute"))
            .Select(task => task.Name);

        Assert.Empty(without);
    }

    [Fact]
    public void Every_task_is_declared_to_MSBuild_and_nothing_else_is()
    {
        var declared = XDocument.Load(Path.Combine(Repository.Sdk, "Caliban.Tasks.targets"))
            .Descendants("UsingTask")
            .Select(element => element.Attribute("TaskName")!.Value);

        Assert.Equal(ConcreteTasks.Select(task => task.FullName!).Order(), declared.Order());
    }

    [Fact]
    public void Every_member_of_MSBuild_that_is_used_exists_in_the_running_SDK()
    {
        using var stream = File.OpenRead(Repository.TasksAssembly);
        using var file = new PEReader(stream);
        var metadata = file.GetMetadataReader();

        var used = metadata.MemberReferences.Where(handle => IsOfMSBuild(metadata, metadata.GetMemberReference(handle).Parent)).ToList();
        var missing = used.Select(handle => Resolve(MetadataTokens.GetToken(handle))).OfType<string>();

        Assert.NotEmpty(used);
        Assert.Empty(missing);
    }

    private static string? Resolve(int token)
    {
        try
        {
            return Tasks.ManifestModule.ResolveMember(token) is null ? $"0x{token:x}" : null;
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException or FileNotFoundException)
        {
            return exception.Message;
        }
    }

    private static bool IsOfMSBuild(MetadataReader metadata, EntityHandle parent) =>
        parent.Kind == HandleKind.TypeReference
        && metadata.GetTypeReference((TypeReferenceHandle)parent).ResolutionScope is { Kind: HandleKind.AssemblyReference } scope
        && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name).StartsWith("Microsoft.Build", StringComparison.Ordinal);

    private static bool IsTask(Type type) => typeof(ITask).IsAssignableFrom(type);

    // MSBuild itself comes from the running SDK, all else from beside the tasks.
    private sealed class TaskContext() : AssemblyLoadContext("tasks")
    {
        private readonly AssemblyDependencyResolver _resolver = new(Repository.TasksAssembly);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name!.StartsWith("Microsoft.Build", StringComparison.Ordinal)
                ? null
                : _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
