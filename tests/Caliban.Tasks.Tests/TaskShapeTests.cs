using System.Reflection;
using Microsoft.Build.Framework;

namespace Caliban.Tasks.Tests;

/// <summary>What every task of the assembly must be, so that MSBuild can load and call it.</summary>
public sealed class TaskShapeTests
{
    private static readonly Type[] Bindable = [typeof(string), typeof(string[]), typeof(bool), typeof(int), typeof(ITaskItem), typeof(ITaskItem[])];

    public static TheoryData<Type> Tasks =>
        [.. typeof(CalibanTask).Assembly.GetExportedTypes().Where(type => typeof(ITask).IsAssignableFrom(type) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_task_may_run_beside_others_and_can_be_cancelled(Type task)
    {
        Assert.Contains(
            task.GetCustomAttributesData(),
            attribute => attribute.AttributeType.FullName == "Microsoft.Build.Framework.MSBuildMultiThreadableTaskAttribute");
        Assert.True(typeof(ICancelableTask).IsAssignableFrom(task));
        Assert.True(task.IsSealed);
        Assert.NotNull(task.GetConstructor(Type.EmptyTypes));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Parameters_are_of_types_that_MSBuild_binds(Type task)
    {
        var parameters = task.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && typeof(CalibanTask).Assembly == property.DeclaringType!.Assembly)
            .ToList();

        Assert.NotEmpty(parameters);
        Assert.All(parameters, parameter => Assert.Contains(parameter.PropertyType, Bindable));
    }

    [Fact]
    public void The_assembly_references_Core_and_MSBuild_and_no_other_library()
    {
        var references = typeof(CalibanTask).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.Equal(
            ["Caliban.Core", "Microsoft.Build.Framework", "Microsoft.Build.Utilities.Core"],
            references.Where(name => !name.StartsWith("System", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
