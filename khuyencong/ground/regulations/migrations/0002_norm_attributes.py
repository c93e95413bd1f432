import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('regulations', '0001_initial'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='provision',
            name='provision_kind_known',
        ),
        migrations.AddField(
            model_name='supportnorm',
            name='attributes',
            field=models.JSONField(default=dict, verbose_name='thuộc tính'),
        ),
        migrations.AddField(
            model_name='legalinstrument',
            name='province',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.unit', verbose_name='tỉnh'),
        ),
        migrations.AddConstraint(
            model_name='provision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['LEGAL_FORM', 'AREA', 'INDUSTRY', 'PRIORITY_AREA', 'PRIORITY_INDUSTRY', 'SELECTION_ORDER', 'CONDITION', 'ADVANCE', 'ADJUSTMENT_POWER', 'DEADLINE', 'REFUSAL_REASON', 'PROJECT_TYPE', 'APPRAISAL_CRITERION', 'REQUIRED_DOCUMENT', 'SME_SIZE'])), name='provision_kind_known'),
        ),
    ]
